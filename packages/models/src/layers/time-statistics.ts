import { invalidArgument } from '@ser/core';
import * as tf from '@tensorflow/tfjs-core';
import { layers, type Shape } from '@tensorflow/tfjs-layers';
import { firstShape, type LayerArgs, listOf } from './custom-layer.js';

/**
 * A number that describes how a coefficient behaves over a sequence. `slope` is the least-squares slope over time, in
 * the coefficient's unit per standard deviation of the frames' positions, so that it does not depend on the duration;
 * `last` is the value of the last frame.
 */
export type TimeStatistic = 'mean' | 'std' | 'min' | 'max' | 'slope' | 'last';

/** The names of {@link TimeStatistic}. */
export const TIME_STATISTICS: readonly TimeStatistic[] = ['mean', 'std', 'min', 'max', 'slope', 'last'];

/** Keeps the gradient of the standard deviation finite. */
const EPSILON = 1e-5;

/** More than any activation. */
const FAR = 1e9;

/** The sequences of a batch and how much each of their frames counts: 1 / length, or 0 for padding. */
interface Weighted {
  /** [batch, frames, coeffs]. */
  readonly x: tf.Tensor3D;
  /** [batch, 1, frames], adding up to 1. */
  readonly weights: tf.Tensor3D;
  /** [batch, frames, 1], 1 for frames and 0 for padding; absent where all frames count. */
  readonly mask: tf.Tensor3D | undefined;
}

function weighted(x: tf.Tensor3D, mask: tf.Tensor3D | undefined): Weighted {
  const [batch, frames] = x.shape;
  if (mask === undefined) return { x, weights: tf.fill([batch, 1, frames], 1 / frames), mask };
  const row: tf.Tensor3D = tf.reshape(mask, [batch, 1, frames]);
  return { x, weights: tf.div(row, tf.maximum(tf.sum(row, 2, true), 1)), mask };
}

const mean = ({ x, weights, mask }: Weighted): tf.Tensor =>
  mask === undefined ? tf.mean(x, 1) : tf.squeeze(tf.matMul(weights, x), [1]);

/** Frames that do not count, moved out of the way. */
const beyond = ({ x, mask }: Weighted, far: number): tf.Tensor =>
  mask === undefined ? x : tf.add(x, tf.mul(tf.sub(1, mask), far));

/** Positions of the frames, centered and scaled to unit variance, [batch, 1, frames]. */
function standardTime({ x, weights }: Weighted): tf.Tensor {
  const time = tf.reshape(tf.range(0, x.shape[1], 1, 'float32'), [1, 1, -1]);
  const centered = tf.sub(time, tf.sum(tf.mul(weights, time), 2, true));
  const variance = tf.sum(tf.mul(weights, tf.square(centered)), 2, true);
  return tf.div(centered, tf.sqrt(tf.add(variance, EPSILON)));
}

/** 1 at the last frame that counts, [batch, 1, frames]. */
function lastFrame({ x, mask }: Weighted): tf.Tensor {
  const [batch, frames] = x.shape;
  if (mask === undefined)
    return tf.tile(tf.oneHot(tf.tensor2d([[frames - 1]], [1, 1], 'int32'), frames), [batch, 1, 1]);
  const position = tf.sub(tf.sum(tf.reshape(mask, [batch, frames]), 1, true), 1);
  return tf.oneHot(tf.cast(tf.maximum(position, 0), 'int32'), frames);
}

const weightedSum = (x: tf.Tensor3D, weights: tf.Tensor): tf.Tensor =>
  tf.squeeze(tf.matMul(tf.cast(weights, 'float32') as tf.Tensor3D, x), [1]);

const STATISTICS: Readonly<Record<TimeStatistic, (sequence: Weighted) => tf.Tensor>> = {
  mean,
  std(sequence) {
    const square = mean({ ...sequence, x: tf.square(sequence.x) });
    return tf.sqrt(tf.add(tf.relu(tf.sub(square, tf.square(mean(sequence)))), EPSILON));
  },
  min: (sequence) => tf.min(beyond(sequence, FAR), 1),
  max: (sequence) => tf.max(beyond(sequence, -FAR), 1),
  slope: (sequence) => weightedSum(sequence.x, tf.mul(standardTime(sequence), sequence.weights)),
  last: (sequence) => weightedSum(sequence.x, lastFrame(sequence)),
};

/** Options of {@link timeStatistics}. */
export type TimeStatisticsArgs = LayerArgs & { statistics: readonly TimeStatistic[] };

/**
 * Statistics of each coefficient over time, side by side: [batch, frames, coeffs] → [batch, statistics · coeffs]. With
 * a mask [batch, frames, 1] as a second input, frames whose mask is 0 do not count.
 *
 * Not a stock layer: to load a network with it into plain tfjs, call `registerLayers` first.
 */
export class TimeStatistics extends layers.Layer {
  static readonly className = 'TimeStatistics';
  readonly #statistics: readonly TimeStatistic[];

  constructor(args: TimeStatisticsArgs) {
    super(args);
    const { statistics } = args;
    if (!Array.isArray(statistics) || statistics.length === 0 || !statistics.every((name) => name in STATISTICS))
      throw invalidArgument('statistics', statistics, `a list of some of ${TIME_STATISTICS.join(', ')}`);
    this.#statistics = [...statistics];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [x, mask] = listOf(inputs) as [tf.Tensor3D, tf.Tensor3D?];
      const sequence = weighted(x, mask);
      const vectors = this.#statistics.map((name) => STATISTICS[name](sequence));
      return vectors.length === 1 ? vectors[0]! : tf.concat(vectors, 1);
    });
  }

  override computeOutputShape(shapes: Shape | Shape[]): Shape {
    const [batch, , coeffs] = firstShape(shapes);
    return [batch ?? null, coeffs! * this.#statistics.length];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), statistics: [...this.#statistics] };
  }
}

/** A layer of statistics over time; see {@link TimeStatistics}. */
export const timeStatistics = (args: TimeStatisticsArgs): layers.Layer => new TimeStatistics(args);
