import { expect, it } from 'vitest';
import { printable } from './printable.js';

it('keeps letters, spaces and signs of any script', () => {
  for (const text of ['sad, "very"', '怒り', 'wütend', 'نور', '😀', '']) expect(printable(text)).toBe(text);
});

it.each([
  ['escape sequences', '\u001b[31m', String.raw`\u001b[31m`],
  ['C1 control characters', '\u009b31m', String.raw`\u009b31m`],
  ['line breaks', 'a\r\nb\u2028c', String.raw`a\u000d\u000ab\u2028c`],
  ['marks that reverse the direction of writing', 'a\u202egnp', String.raw`a\u202egnp`],
  ['zero bytes', 'a\0', String.raw`a\u0000`],
])('escapes %s', (_, text, expected) => {
  expect(printable(text)).toBe(expected);
});
