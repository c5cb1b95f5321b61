import { invalidArgument } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { CoefficientStatistics } from '../speakers/fit-normalization.js';
import { checkMatrix, copyWindow, type WindowSpec, windowStarts } from './windows.js';

/** Windows that pass through the network at once. */
const ROWS = 64;

/** Options of {@link predictProbabilities}. */
export interface ProbabilityOptions {
  /** How a clip of any duration fills the network's input. */
  readonly window: WindowSpec;
  /** Mean and standard deviation that normalize the features; features are taken as they are if absent. */
  readonly normalization?: CoefficientStatistics | undefined;
}

/**
 * Returns the class probabilities of each clip before calibration: the mean of the network's output over the windows of
 * the clip. Windows of several clips share a batch, 64 at a time, so recurrent networks may round the last bits in
 * another way than for a clip alone. `SerModel` and training both predict with this function.
 *
 * @param network a network from [batch, window.frames, coeffs] to [batch, classes].
 * @param features features [frames, coeffs] of each clip, at least one frame each.
 * @returns [clips][classes].
 * @throws SerError `INVALID_ARGUMENT` for features without frames, or with different numbers of coefficients.
 * @example
 * predictProbabilities(network, [features], { window: { frames: 128, hopFrames: 64, padding: 'wrap' } });
 * // [[0.1, 0.7, 0.2]]
 */
export function predictProbabilities(
  network: LayersModel,
  features: readonly FeatureMatrix[],
  { window, normalization }: ProbabilityOptions,
): number[][] {
  const coeffs = features[0]?.coeffs ?? 0;
  const rows = features.flatMap((matrix, clip) => {
    checkMatrix(`features.${clip}`, matrix);
    if (matrix.coeffs !== coeffs)
      throw invalidArgument(`features.${clip}.coeffs`, matrix.coeffs, `${coeffs} as in the first clip`);
    const starts = windowStarts(matrix.frames, window);
    return starts.map((start) => ({ clip, start, weight: starts.length }));
  });
  const length = window.frames * coeffs;
  const means: number[][] = features.map(() => []);
  for (let first = 0; first < rows.length; first += ROWS) {
    const part = rows.slice(first, first + ROWS);
    const batch = new Float32Array(part.length * length);
    for (const [row, { clip, start }] of part.entries())
      copyWindow(features[clip]!, start, window, batch, row * length, normalization);
    const output = tf.tidy(() => {
      const input = tf.tensor3d(batch, [part.length, window.frames, coeffs]);
      return (network.apply(input, { training: false }) as tf.Tensor).dataSync();
    });
    const classes = output.length / part.length;
    for (const [row, { clip, weight }] of part.entries())
      for (let c = 0; c < classes; c++) means[clip]![c] = (means[clip]![c] ?? 0) + output[row * classes + c]! / weight;
  }
  return means;
}
