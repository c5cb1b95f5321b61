import { expect, it } from 'vitest';
import { escapeText } from './escape.js';

it('escapes characters that have a meaning in markup', () => {
  expect(escapeText(`<b a="1" b='2'>&amp;</b>`)).toBe('&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt;');
  expect(escapeText(3.5)).toBe('3.5');
});

it('replaces characters that XML forbids, and keeps all others', () => {
  expect(escapeText('a\u0000b\u001fc\ufffe')).toBe('a\ufffdb\ufffdc\ufffd');
  expect(escapeText('tab\t line\n ä 怒 😠')).toBe('tab\t line\n ä 怒 😠');
});
