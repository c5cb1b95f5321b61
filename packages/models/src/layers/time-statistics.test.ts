import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend/start-backend.js';
import { TIME_STATISTICS, type TimeStatistic, timeStatistics } from './time-statistics.js';

beforeAll(async () => {
  await startBackend();
});

const ROWS = [
  [1, -2],
  [5, 0],
  [4, 7],
  [2, 2],
];

const column = (c: number): number[] => ROWS.map((row) => row[c]!);
const average = (x: number[]): number => x.reduce((a, b) => a + b) / x.length;
const deviation = (x: number[]): number => Math.sqrt(average(x.map((value) => (value - average(x)) ** 2)));

const EXPECTED: Record<TimeStatistic, (x: number[]) => number> = {
  mean: average,
  std: deviation,
  min: (x) => Math.min(...x),
  max: (x) => Math.max(...x),
  slope(x) {
    const time = x.map((_, t) => t);
    const covariance = average(x.map((value, t) => (t - average(time)) * value));
    return covariance / deviation(time);
  },
  last: (x) => x.at(-1)!,
};

const apply = (statistics: readonly TimeStatistic[], ...inputs: tf.Tensor[]): number[] => [
  ...(timeStatistics({ statistics }).apply(inputs.length === 1 ? inputs[0]! : inputs) as tf.Tensor).dataSync(),
];

describe.each(TIME_STATISTICS)('%s', (statistic) => {
  const expected = [0, 1].map((c) => EXPECTED[statistic](column(c)));

  it('is the statistic of each coefficient', () => {
    const actual = apply([statistic], tf.tensor3d([ROWS]));
    for (const [c, value] of actual.entries()) expect(value).toBeCloseTo(expected[c]!, 4);
  });

  it('leaves masked frames out', () => {
    const x = tf.tensor3d([
      [...ROWS, [99, -99], [50, 50]],
      [...ROWS, ...ROWS.slice(0, 2)],
    ]);
    const mask = tf.tensor3d([
      [[1], [1], [1], [1], [0], [0]],
      [[1], [1], [1], [1], [0], [0]],
    ]);
    const actual = apply([statistic], x, mask);
    for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i % 2]!, 4);
  });

  it('has the gradient of finite differences', () => {
    const layer = timeStatistics({ statistics: [statistic] });
    const weights = tf.tensor2d([[0.7, -1.3]]);
    const f = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(layer.apply(x) as tf.Tensor, weights));
    const flat = ROWS.flat();
    const gradient = tf
      .grad(f)(tf.tensor3d([ROWS]))
      .dataSync();
    for (const [i, slope] of gradient.entries()) {
      const at = (step: number): number =>
        f(
          tf.tensor3d(
            flat.map((value, k) => (k === i ? value + step : value)),
            [1, 4, 2],
          ),
        ).dataSync()[0]!;
      expect(slope).toBeCloseTo((at(0.05) - at(-0.05)) / 0.1, 2);
    }
  });
});

it('stands side by side in the order asked for', () => {
  const x = tf.tensor3d([ROWS]);
  expect(apply(['max', 'mean'], x)).toEqual([...apply(['max'], x), ...apply(['mean'], x)]);
});

it('refuses statistics that it does not know', () => {
  expect(() => timeStatistics({ statistics: ['median' as 'mean'] })).toThrow(
    'statistics must be a list of some of mean',
  );
  expect(() => timeStatistics({ statistics: [] })).toThrow('statistics must be a list of some of mean');
});
