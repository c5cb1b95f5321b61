import { expect, it } from 'vitest';
import { classWeights } from './class-weights.js';

it('balances the classes that occur, with a mean weight of 1 over the examples', () => {
  const targets = [0, 0, 0, 1, 1, 3];
  const weights = classWeights('balanced', targets, 4);
  expect([...weights]).toEqual([2 / 3, 1, 0, 2].map((w) => Math.fround(w)));
  expect(targets.reduce((sum, target) => sum + weights[target]!, 0) / targets.length).toBeCloseTo(1);
});

it('weights equally or as listed', () => {
  expect([...classWeights('none', [0, 1], 2)]).toEqual([1, 1]);
  expect([...classWeights([1, 3], [0, 1], 2)]).toEqual([1, 3]);
  expect(() => classWeights([1], [0, 1], 2)).toThrow("classWeights must be 'balanced', 'none' or 2 numbers");
});
