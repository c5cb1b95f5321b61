import { expect, it } from 'vitest';
import { weightedTargets } from './targets.js';

it('smooths, weights and shares out', () => {
  const targets = weightedTargets([1, 0], {
    classWeights: Float32Array.of(2, 1),
    labelSmoothing: 0.2,
    batchRows: 4,
  });
  expect([...targets].map((t) => +t.toFixed(6))).toEqual([0.025, 0.225, 0.45, 0.05]);
});

it('counts rows as much as they weigh', () => {
  const rest = { classWeights: Float32Array.of(2, 1), labelSmoothing: 0, batchRows: 1 };
  expect([...weightedTargets([0, 1], { ...rest, rowWeights: [3, 0.5] })]).toEqual([6, 0, 0, 0.5]);
});
