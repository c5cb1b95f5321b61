import { expect, it } from 'vitest';
import { decodeText } from './decode-text.js';

const utf16 = (text: string, little: boolean): Uint8Array => {
  const bytes = new Uint8Array(2 * text.length + 2);
  const view = new DataView(bytes.buffer);
  for (const [i, unit] of [0xfeff, ...Array.from(text, (c) => c.charCodeAt(0))].entries())
    view.setUint16(2 * i, unit, little);
  return bytes;
};

it('reads UTF-16 by its mark, UTF-8 with or without one, and the fallback', () => {
  expect(decodeText(utf16('中立', true), 'gb18030')).toBe('中立');
  expect(decodeText(utf16('中立', false), 'gb18030')).toBe('中立');
  expect(decodeText(new TextEncoder().encode('中立'), 'windows-1252')).toBe('中立');
  expect(decodeText(new TextEncoder().encode('\uFEFFa'), 'gb18030')).toBe('a');
  expect(decodeText(Uint8Array.of(0xd6, 0xd0, 0xc1, 0xa2), 'gb18030')).toBe('中立');
  expect(decodeText(Uint8Array.of(0x49, 0x92, 0x6d), 'windows-1252')).toBe('I’m');
  expect(decodeText(new Uint8Array(), 'gb18030')).toBe('');
});

it('knows UTF-16 without a mark, and GBK where windows-1252 was said', () => {
  const plain = '0001_000001\t打远一看\t中立';
  expect(decodeText(utf16(plain, true).subarray(2), 'gb18030')).toBe(plain);
  expect(decodeText(utf16(plain, false).subarray(2), 'gb18030')).toBe(plain);
  // The apostrophe of GBK, 0xa1 0xaf.
  expect(decodeText(Uint8Array.of(0x49, 0xa1, 0xaf, 0x6d), 'windows-1252')).toBe('I’m');
  // A pound, and an inverted mark, before letters of windows-1252.
  expect(decodeText(Uint8Array.of(0xa3, 0x35, 0xa1, 0x53, 0xed), 'windows-1252')).toBe('£5¡Sí');
});
