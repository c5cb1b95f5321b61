import { startBackend } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { completeOptions } from '../recipe/complete-options.js';
import type { CompleteOptions } from '../recipe/training-schema.js';
import { lossFunction } from './loss.js';

type Loss = CompleteOptions['loss'];

beforeAll(async () => {
  await startBackend();
});

const rows = [
  [2, 0.5, -1],
  [-3, 1, 0],
  [60, -60, 0],
];
const targets = [
  [0.9, 0.05, 0.05],
  [0, 0, 1.7],
  [0, 1, 0],
];

/** The definition, in double precision. */
function expected(gamma: number): number {
  return rows
    .map((row, r) => {
      const top = Math.max(...row);
      const logSum = top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
      return row.reduce((sum, x, c) => {
        const log = x - logSum;
        return sum - targets[r]![c]! * (1 - Math.exp(log)) ** gamma * log;
      }, 0);
    })
    .reduce((sum, x) => sum + x);
}

const value = (loss: Loss): number =>
  tf.tidy(() => lossFunction(loss)(tf.tensor2d(rows), tf.tensor2d(targets)).dataSync()[0]!);

it('is the cross-entropy, or the focal loss', () => {
  expect(value({ kind: 'cross-entropy' })).toBeCloseTo(expected(0), 3);
  expect(value({ kind: 'focal', gamma: 2 })).toBeCloseTo(expected(2), 3);
  expect(value({ kind: 'focal', gamma: 0.5 })).toBeCloseTo(expected(0.5), 3);
  expect(value({ kind: 'focal', gamma: 0 })).toBeCloseTo(expected(0), 3);
});

it('has a finite gradient that equals the slope', () => {
  for (const gamma of [0.5, 1, 2]) {
    const loss = lossFunction({ kind: 'focal', gamma });
    const f = (x: tf.Tensor): tf.Scalar => loss(x as tf.Tensor2D, tf.tensor2d(targets));
    const gradient = tf.tidy(() => tf.grad(f)(tf.tensor2d(rows)).dataSync());
    expect(gradient.every(Number.isFinite)).toBe(true);
    const at = (delta: number): number =>
      tf.tidy(() => f(tf.tensor2d([[rows[0]![0]! + delta, 0.5, -1], ...rows.slice(1)])).dataSync()[0]!);
    expect(gradient[0]).toBeCloseTo((at(0.05) - at(-0.05)) / 0.1, 2);
  }
});

it('refuses unknown kinds and values out of range', () => {
  expect(() => completeOptions({ epochs: 1, loss: { kind: 'focal', gamma: -1 } })).toThrow(
    'loss.gamma must be a number from 0 to 10',
  );
  expect(() => completeOptions({ epochs: 1, loss: { kind: 'hinge' } as unknown as Loss })).toThrow(
    'loss.kind must be one of cross-entropy, focal',
  );
});
