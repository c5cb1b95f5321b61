import { invalidArgument } from '@ser/core';
import { attentionPooling, layerNormalization } from '@ser/kernels';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import type { Sequence } from './frame-mask.js';
import { maskedAttention } from './masked-attention.js';
import { type TimeStatistic, timeStatistics } from './time-statistics.js';

/**
 * The pooling of a sequence of frames to one vector: its mean, its maximum, two statistics side by side, or a mean in which
 * learned scores weight the frames. `meanStd` adds 2 fixed values for each frame to the model file, unless padding is
 * masked; `attention` adds a weight for each unit.
 */
export type TimePooling = 'meanStd' | 'meanMax' | 'mean' | 'max' | 'attention';

/** The names of {@link TimePooling}. */
export const TIME_POOLINGS: readonly TimePooling[] = ['meanStd', 'meanMax', 'mean', 'max', 'attention'];

/** The statistics that a pooling joins. */
const POOLED: Readonly<Record<Exclude<TimePooling, 'attention'>, readonly TimeStatistic[]>> = {
  meanStd: ['mean', 'std'],
  meanMax: ['mean', 'max'],
  mean: ['mean'],
  max: ['max'],
};

const EPSILON = 1e-5;

const mean = (x: SymbolicTensor, name: string): SymbolicTensor =>
  tfl.layers.globalAveragePooling1d({ name: `${name}_mean` }).apply(x) as SymbolicTensor;

const max = (x: SymbolicTensor, name: string): SymbolicTensor =>
  tfl.layers.globalMaxPooling1d({ name: `${name}_max` }).apply(x) as SymbolicTensor;

/**
 * The standard deviation over time, made of stock layers so that any tfjs or Keras can load it: with z = (x − μ) / σ
 * from a layer normalization along time, the mean of x · z is σ.
 *
 * The normalization keeps a scale (ones) and an offset (zeros) for each frame that never train: tfjs' gradients fail
 * without them.
 */
function std(x: SymbolicTensor, name: string): SymbolicTensor {
  const z = layerNormalization({ axis: 1, trainable: false, epsilon: EPSILON, name: `${name}_zscore` }).apply(
    x,
  ) as SymbolicTensor;
  const product = tfl.layers.multiply({ name: `${name}_product` }).apply([x, z]) as SymbolicTensor;
  return tfl.layers.globalAveragePooling1d({ name: `${name}_std` }).apply(product) as SymbolicTensor;
}

const STOCK: Readonly<Partial<Record<TimeStatistic, (x: SymbolicTensor, name: string) => SymbolicTensor>>> = {
  mean,
  max,
  std,
};

/**
 * Pools a sequence [batch, frames, coeffs] over its frames, to [batch, coeffs], or [batch, 2 · coeffs] where two
 * statistics are joined; masked frames do not count. Mean and standard deviation are the x-vector's statistics pooling
 * (Snyder et al., 2018), attention is that of Mirsamadi et al. (2017).
 */
export function poolOverTime({ x, mask }: Sequence, pooling: TimePooling, name = 'time'): SymbolicTensor {
  if (!TIME_POOLINGS.includes(pooling)) throw invalidArgument('pooling', pooling, TIME_POOLINGS.join(', '));
  const pool = `${name}_pool`;
  if (pooling === 'attention')
    return (
      mask === undefined ? attentionPooling({ name: pool }).apply(x) : maskedAttention({ name: pool }).apply([x, mask])
    ) as SymbolicTensor;
  const statistics = POOLED[pooling];
  if (mask !== undefined) return timeStatistics({ statistics, name: pool }).apply([x, mask]) as SymbolicTensor;
  const vectors = statistics.map((statistic) => STOCK[statistic]!(x, name));
  return vectors.length === 1 ? vectors[0]! : (tfl.layers.concatenate({ name: pool }).apply(vectors) as SymbolicTensor);
}
