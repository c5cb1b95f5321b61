import { expect, it } from 'vitest';
import { weightedTargets } from './targets.js';

it('smooths, weights, and divides by the rows of the batch', () => {
  const targets = weightedTargets([1, 0], {
    classWeights: Float32Array.of(2, 1),
    labelSmoothing: 0.2,
    batchRows: 4,
  });
  expect([...targets].map((t) => +t.toFixed(6))).toEqual([0.025, 0.225, 0.45, 0.05]);
});

it('multiplies rows by their weight', () => {
  const rest = { classWeights: Float32Array.of(2, 1), labelSmoothing: 0, batchRows: 1 };
  expect([...weightedTargets([0, 1], { ...rest, rowWeights: [3, 0.5] })]).toEqual([6, 0, 0, 0.5]);
});

it('smooths over the classes that a row is compared with only', () => {
  const targets = weightedTargets([1, 0], {
    classWeights: Float32Array.of(1, 1, 1),
    labelSmoothing: 0.2,
    batchRows: 1,
    masks: Float32Array.of(0, 1, 1, 1, 1, 1),
  });
  expect([...targets].map((t) => +t.toFixed(4))).toEqual([0, 0.9, 0.1, 0.8667, 0.0667, 0.0667]);
});

it('mixes votes into the target of rows that have some', () => {
  const targets = weightedTargets([1, 0], {
    classWeights: Float32Array.of(1, 2, 1),
    labelSmoothing: 0.1,
    batchRows: 1,
    votes: { share: 0.4, ofRows: [[0.5, 0.5, 0], undefined] },
  });
  // Row 1 weighs 2: 2 · (0.9 · (0.6 · [0, 1, 0] + 0.4 · votes) + 0.1 / 3).
  expect([...targets].map((t) => +t.toFixed(4))).toEqual([0.4267, 1.5067, 0.0667, 0.9333, 0.0333, 0.0333]);
});
