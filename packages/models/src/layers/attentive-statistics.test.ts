import { Random } from '@ser/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { startBackend } from '../backend/start-backend.js';
import { attentiveStatistics } from './attentive-statistics.js';

beforeAll(async () => {
  await startBackend();
});

const [FRAMES, COEFFS, UNITS] = [7, 3, 2];

const values = (length: number, seed: number): number[] => {
  const random = new Random(seed);
  return Array.from({ length }, () => random.normal());
};

const X = values(FRAMES * COEFFS, 1);
const KERNEL = values(COEFFS * UNITS, 2);
const BIAS = values(UNITS, 3);
const SCORE = values(UNITS, 4);

function makeLayer() {
  const layer = attentiveStatistics({ units: UNITS });
  layer.build([null, FRAMES, COEFFS]);
  layer.setWeights([tf.tensor2d(KERNEL, [COEFFS, UNITS]), tf.tensor1d(BIAS), tf.tensor2d(SCORE, [UNITS, 1])]);
  return layer;
}

/** The equations of the paper, number by number, over the first `frames` frames. */
function expected(frames: number): number[] {
  const h = Array.from({ length: frames }, (_, t) => X.slice(t * COEFFS, (t + 1) * COEFFS));
  const scores = h.map((frame) =>
    SCORE.reduce((sum, v, u) => {
      const inner = frame.reduce((total, value, c) => total + value * KERNEL[c * UNITS + u]!, BIAS[u]!);
      return sum + v * Math.tanh(inner);
    }, 0),
  );
  const powers = scores.map(Math.exp);
  const weights = powers.map((p) => p / powers.reduce((a, b) => a + b));
  const mean = Array.from({ length: COEFFS }, (_, c) => h.reduce((sum, frame, t) => sum + weights[t]! * frame[c]!, 0));
  const std = mean.map((m, c) => Math.sqrt(h.reduce((sum, frame, t) => sum + weights[t]! * (frame[c]! - m) ** 2, 0)));
  return [...mean, ...std];
}

it('is the weighted mean and standard deviation of the paper', () => {
  const y = makeLayer().apply(tf.tensor3d(X, [1, FRAMES, COEFFS])) as tf.Tensor;
  expect(y.shape).toEqual([1, 2 * COEFFS]);
  for (const [i, value] of y.dataSync().entries()) expect(value).toBeCloseTo(expected(FRAMES)[i]!, 4);
});

it('gives masked frames no weight', () => {
  const mask = tf.tensor3d(
    Array.from({ length: FRAMES }, (_, t) => (t < 5 ? 1 : 0)),
    [1, FRAMES, 1],
  );
  const y = makeLayer().apply([tf.tensor3d(X, [1, FRAMES, COEFFS]), mask]) as tf.Tensor;
  for (const [i, value] of y.dataSync().entries()) expect(value).toBeCloseTo(expected(5)[i]!, 4);
});

it('passes finite gradients to all weights, of constant frames too', () => {
  const layer = makeLayer();
  const weights = layer.getWeights().length;
  for (const x of [tf.tensor3d(X, [1, FRAMES, COEFFS]), tf.ones([1, FRAMES, COEFFS])]) {
    const { grads } = tf.variableGrads(() => tf.sum(tf.square(layer.apply(x) as tf.Tensor)) as tf.Scalar);
    expect(Object.keys(grads).length).toBeGreaterThanOrEqual(weights);
    for (const gradient of Object.values(grads)) expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
  }
});

it('refuses a hidden layer without units', () => {
  expect(() => attentiveStatistics({ units: 0 })).toThrow('units must be a positive integer, got 0');
});
