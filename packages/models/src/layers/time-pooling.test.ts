import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { startBackend } from '../backend/start-backend.js';
import { poolOverTime, type TimePooling } from './time-pooling.js';

beforeAll(async () => {
  await startBackend();
});

const FRAMES = [1, -2, 5, 0, 4, 7, 2, 2, -3];
const COLUMNS = [
  [1, 0, 2],
  [-2, 4, 2],
  [5, 7, -3],
];

const pool = (pooling: TimePooling): number[] => {
  const input = tfl.input({ shape: [3, 3] });
  const network = tfl.model({ inputs: input, outputs: poolOverTime({ x: input }, pooling) });
  return [...(network.predict(tf.tensor3d(FRAMES, [1, 3, 3])) as tf.Tensor).dataSync()];
};

const mean = (x: number[]): number => x.reduce((a, b) => a + b) / x.length;
const std = (x: number[]): number => Math.sqrt(mean(x.map((value) => (value - mean(x)) ** 2)));

it.each<[TimePooling, number[]]>([
  ['mean', COLUMNS.map(mean)],
  ['max', COLUMNS.map((x) => Math.max(...x))],
  ['meanMax', [...COLUMNS.map(mean), ...COLUMNS.map((x) => Math.max(...x))]],
  ['meanStd', [...COLUMNS.map(mean), ...COLUMNS.map(std)]],
])('%s has the statistics of each coefficient', (pooling, expected) => {
  const pooled = pool(pooling);
  expect(pooled).toHaveLength(expected.length);
  for (const [i, value] of pooled.entries()) expect(value).toBeCloseTo(expected[i]!, 4);
});

it('attention weights the frames by learned scores', () => {
  const input = tfl.input({ shape: [3, 3] });
  const network = tfl.model({ inputs: input, outputs: poolOverTime({ x: input }, 'attention') });
  network.setWeights([tf.zeros([3, 1])]);
  const x = tf.tensor3d(FRAMES, [1, 3, 3]);
  const even = (network.predict(x) as tf.Tensor).dataSync();
  for (const [c, value] of even.entries()) expect(value).toBeCloseTo(mean(COLUMNS[c]!), 5);
  network.setWeights([tf.tensor2d([[1], [0], [0]])]);
  const scores = COLUMNS[0]!.map((value) => Math.exp(Math.tanh(value)));
  const total = scores.reduce((a, b) => a + b);
  const weighted = (network.predict(x) as tf.Tensor).dataSync();
  for (const [c, value] of weighted.entries())
    expect(value).toBeCloseTo(
      COLUMNS[c]!.reduce((sum, v, t) => sum + (v * scores[t]!) / total, 0),
      4,
    );
});

it('refuses poolings that it does not know', () => {
  const input = tfl.input({ shape: [3, 3] });
  expect(() => poolOverTime({ x: input }, 'median' as TimePooling)).toThrow('pooling must be meanStd, meanMax, mean');
});
