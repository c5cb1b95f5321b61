import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseEsdTexts } from './esd-texts.js';

it('gives the words of clips, in Mandarin and English', () => {
  const text = '0001_000001\t打远一看，它们的确很是美丽，\t中立\r\n0011_000351\tThe nine the eggs, I keep.\tAngry\r\n';
  expect([...parseEsdTexts(text)]).toEqual([
    ['0001_000001', { text: '打远一看，它们的确很是美丽，' }],
    ['0011_000351', { text: 'The nine the eggs, I keep.' }],
  ]);
});

it('takes blanks for tabs where the last word is an emotion', () => {
  const text =
    '0012_000002 I shall not see it again. neutral\n0002_000353  一件小事   生气\n0013_000001 So  \tit is. Sad ';
  expect([...parseEsdTexts(text)]).toEqual([
    ['0012_000002', { text: 'I shall not see it again.' }],
    ['0002_000353', { text: '一件小事' }],
    ['0013_000001', { text: 'So  \tit is.' }],
  ]);
});

it('has no text for lines of another form', () => {
  const lines = [
    '0012_001355 The fisherman and his wife',
    '0012_001355 Sad',
    '0012_001356\tx',
    '../x\ty\tz',
    `0012_001357\t${'x'.repeat(500)}\tSad`,
    `0012_001358 ${' '.repeat(1e6)}x`,
  ];
  expect(parseEsdTexts(lines.join('\n')).size).toBe(0);
});

it('reads any text', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constant('0011_000001\ta\tSad'))), (lines) =>
      [...parseEsdTexts(lines.join('\n')).values()].every(({ text = '' }) => text !== ''),
    ),
  );
});
