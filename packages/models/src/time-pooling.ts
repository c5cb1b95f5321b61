import { invalidArgument } from '@ser/core';
import { layerNormalization } from '@ser/kernels';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';

/**
 * How a sequence of frames becomes one vector: by its mean, its maximum, or two statistics side by side. `meanStd`
 * adds 2 fixed values for each frame to the model file.
 */
export type TimePooling = 'meanStd' | 'meanMax' | 'mean' | 'max';

/** The names of {@link TimePooling}. */
export const TIME_POOLINGS: readonly TimePooling[] = ['meanStd', 'meanMax', 'mean', 'max'];

const EPSILON = 1e-5;

const mean = (x: SymbolicTensor): SymbolicTensor =>
  tfl.layers.globalAveragePooling1d({ name: 'time_mean' }).apply(x) as SymbolicTensor;

const max = (x: SymbolicTensor): SymbolicTensor =>
  tfl.layers.globalMaxPooling1d({ name: 'time_max' }).apply(x) as SymbolicTensor;

/**
 * The standard deviation over time, made of stock layers so that any tfjs or Keras can load it: with z = (x − μ) / σ
 * from a layer normalisation along time, the mean of x · z is σ.
 *
 * The normalisation keeps a scale (ones) and an offset (zeros) for each frame that never train: tfjs' gradients fail
 * without them.
 */
function std(x: SymbolicTensor): SymbolicTensor {
  const z = layerNormalization({ axis: 1, trainable: false, epsilon: EPSILON, name: 'time_zscore' }).apply(
    x,
  ) as SymbolicTensor;
  const product = tfl.layers.multiply({ name: 'time_product' }).apply([x, z]) as SymbolicTensor;
  return tfl.layers.globalAveragePooling1d({ name: 'time_std' }).apply(product) as SymbolicTensor;
}

const join = (parts: SymbolicTensor[]): SymbolicTensor =>
  tfl.layers.concatenate({ name: 'time_pool' }).apply(parts) as SymbolicTensor;

/**
 * Pools a sequence [batch, frames, coeffs] over its frames, to [batch, coeffs], or [batch, 2 · coeffs] where two
 * statistics are joined. Mean and standard deviation are the x-vector's statistics pooling (Snyder et al., 2018).
 */
export function poolOverTime(x: SymbolicTensor, pooling: TimePooling): SymbolicTensor {
  switch (pooling) {
    case 'mean':
      return mean(x);
    case 'max':
      return max(x);
    case 'meanMax':
      return join([mean(x), max(x)]);
    case 'meanStd':
      return join([mean(x), std(x)]);
    default:
      throw invalidArgument('pooling', pooling, TIME_POOLINGS.join(', '));
  }
}
