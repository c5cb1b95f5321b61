import { expect, it } from 'vitest';
import { meanScores, shiftScores } from './score-shift.js';

it('the mean of scores is that of logarithms, with probabilities of zero counted as a millionth', () => {
  expect(meanScores([[0.8, 0.2]])).toEqual([Math.log(0.8), Math.log(0.2)]);
  const [first, second] = meanScores([
    [0.9, 0.1],
    [1, 0],
  ]);
  expect(first).toBeCloseTo(Math.log(0.9) / 2, 12);
  expect(second).toBeCloseTo((Math.log(0.1) + Math.log(1e-6)) / 2, 12);
});

it('a shift divides probabilities by its exponential, and they add up to 1', () => {
  expect(shiftScores([0.5, 0.3, 0.2], [0, 0, 0]).map((p) => p.toFixed(12))).toEqual(
    [0.5, 0.3, 0.2].map((p) => p.toFixed(12)),
  );
  const shifted = shiftScores([0.5, 0.5], [Math.log(3), 0]);
  expect(shifted[0]).toBeCloseTo(0.25, 12);
  expect(shifted[1]).toBeCloseTo(0.75, 12);
  // Only differences between emotions count.
  const [p, q] = shiftScores([0.6, 0.4], [7, 7]);
  expect([p, q].map((x) => x!.toFixed(12))).toEqual(['0.600000000000', '0.400000000000']);
});
