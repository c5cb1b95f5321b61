import { SerError } from '@ser/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseListenerJudgments } from './emodb-listeners.js';

const HEADING = 'Nr.\tSatz\terkannt\tnatuerlich';

it('reads fractions from per cent with decimal commas and padding of hard spaces', () => {
  const text = `${HEADING}\r\n1\u00a0\u00a0\t03a01Ab.wav\t65,00\u00a0\u00a0\t35,00\u00a0\u00a0\r\n2\t03a01Fa.wav\t100,00\t0.5\n\n`;
  expect([...parseListenerJudgments(text)]).toEqual([
    ['03a01Ab', { recognition: 0.65, naturalness: 0.35 }],
    ['03a01Fa', { recognition: 1, naturalness: 0.005 }],
  ]);
});

it('has nothing to say for an empty file', () => {
  expect(parseListenerJudgments('').size).toBe(0);
  expect(parseListenerJudgments(HEADING).size).toBe(0);
});

it.each([
  '1\t03a01Ab.wav\t65,00',
  '1\t03a01Ab.wav\t101,00\t5,00',
  '1\t03a01Ab.wav\t-1\t5',
  '1\t../x.wav\t1\t2',
  '\u0000\u0001',
  'x'.repeat(9999),
])('names the line that is damaged: %j', (line) => {
  expect(() => parseListenerJudgments(`${HEADING}\n${line}`)).toThrow(/^erkennung\.txt, line 2: expected .{1,200}$/);
});

it('gives fractions or a typed error for any text', () => {
  const line = fc.oneof(
    fc.string(),
    fc.array(fc.oneof(fc.string(), fc.constant('03a01Fa.wav'), fc.constant('65,00'))).map((f) => f.join('\t')),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      try {
        for (const { recognition = 0, naturalness = 0 } of parseListenerJudgments(lines.join('\n')).values())
          for (const value of [recognition, naturalness]) if (!(value >= 0 && value <= 1)) return false;
        return true;
      } catch (error) {
        return error instanceof SerError && error.code === 'INVALID_CORPUS';
      }
    }),
  );
});
