import { expect, it } from 'vitest';
import { type ReportComparison, signedPoints, tooFewSpeakers, verdictOf } from './comparison.js';

const comparison = (change: Partial<ReportComparison> = {}): ReportComparison => ({
  ...{ nameA: 'lstm', nameB: 'cnn', utterances: 90, speakers: 10, uar: { a: 0.5, b: 0.6 } },
  uarDifference: { value: 0.1, ci95: [0.02, 0.17] },
  mcNemar: { onlyA: 3, onlyB: 14, pValue: 0.0127 },
  ...change,
});

it('tooFewSpeakers(speakers) allows a verdict from 8 speakers', () => {
  expect([1, 7, 8, 24].map(tooFewSpeakers)).toEqual([
    '1 speaker is too few to say which run is better: at least 8 are needed.',
    '7 speakers are too few to say which run is better: at least 8 are needed.',
    undefined,
    undefined,
  ]);
});

it('signedPoints(value) states the sign', () => {
  expect([0.031, -0.031, 0].map(signedPoints)).toEqual(['+3.1', '\u22123.1', '+0.0']);
});

it('verdictOf(comparison) calls a run better only if the interval excludes 0 and McNemar agrees', () => {
  expect(verdictOf(comparison())).toMatch(/^cnn is better than lstm/);
  const worse = { value: -0.1, ci95: [-0.17, -0.02] } as const;
  expect(verdictOf(comparison({ uarDifference: worse }))).toMatch(/^lstm is better than cnn/);
  expect(verdictOf(comparison({ uarDifference: { value: 0.1, ci95: [-0.01, 0.2] } }))).toBe(
    'No difference between cnn and lstm is shown: the interval contains 0.',
  );
  expect(verdictOf(comparison({ mcNemar: { onlyA: 9, onlyB: 14, pValue: 0.05 } }))).toMatch(
    /^cnn has the higher UAR over speakers, but/,
  );
  expect(verdictOf(comparison({ speakers: 6 }))).toMatch(/^cnn and lstm: 6 speakers are too few/);
  expect(verdictOf(comparison({ uarDifference: { value: 0.1 } }))).toMatch(/^cnn and lstm: no interval/);
});
