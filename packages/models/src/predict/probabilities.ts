import type { FeatureMatrix } from '@ser/dsp';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type OutputOptions, predictOutputs } from './outputs.js';

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
export const predictProbabilities = (
  network: LayersModel,
  features: readonly FeatureMatrix[],
  options: OutputOptions,
): number[][] => predictOutputs(network, features, options)[0]!;
