import { invalidArgument, runAtOnce, type Steps } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';
import { type InferencePass, inferencePass } from '@ser/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { CoefficientStatistics } from '../speakers/fit-normalization.js';
import { checkMatrix, copyWindow, type WindowSpec, windowStarts } from './windows.js';

/** Windows that pass through the network at once. */
const ROWS = 64;

/** Options of `predictOutputs`. */
export interface OutputOptions {
  /** How a clip of any duration fills the network's input. */
  readonly window: WindowSpec;
  /** Mean and standard deviation that normalize the features; features are taken as they are if absent. */
  readonly normalization?: CoefficientStatistics | undefined;
}

/**
 * Returns each output of a network for each clip: the mean over the windows of the clip. Windows of several clips share a
 * batch.
 *
 * @param network a network from [batch, window.frames, coeffs] to one or more outputs [batch, units].
 * @param features features [frames, coeffs] of each clip, at least one frame each.
 * @returns [outputs][clips][units].
 * @throws SerError `INVALID_ARGUMENT` for features without frames, or with different numbers of coefficients.
 */
export const predictOutputs = (
  network: LayersModel,
  features: readonly FeatureMatrix[],
  options: OutputOptions,
): number[][][] => {
  const pass = inferencePass(network);
  try {
    return runAtOnce(outputSteps(pass, features, options));
  } finally {
    pass.dispose();
  }
};

/** Does the work of `predictOutputs` in steps, a batch in each. */
export function* outputSteps(
  pass: InferencePass,
  features: readonly FeatureMatrix[],
  { window, normalization }: OutputOptions,
): Steps<number[][][]> {
  const coeffs = features[0]?.coeffs ?? 0;
  const rows = features.flatMap((matrix, clip) => {
    checkMatrix(`features.${clip}`, matrix);
    if (matrix.coeffs !== coeffs)
      throw invalidArgument(`features.${clip}.coeffs`, matrix.coeffs, `${coeffs} as in the first clip`);
    const starts = windowStarts(matrix.frames, window);
    return starts.map((start) => ({ clip, start, weight: starts.length }));
  });
  const length = window.frames * coeffs;
  const means: number[][][] = Array.from({ length: pass.outputs }, () => features.map(() => []));
  for (let first = 0; first < rows.length; first += ROWS) {
    if (first > 0) yield;
    const part = rows.slice(first, first + ROWS);
    const batch = new Float32Array(part.length * length);
    for (const [row, { clip, start }] of part.entries())
      copyWindow(features[clip]!, start, window, batch, row * length, normalization);
    const outputs: Float32Array[] = [];
    tf.tidy(() => {
      const input = tf.tensor3d(batch, [part.length, window.frames, coeffs]);
      // Not returned: tidy looks for tensors in all that is, number by number.
      outputs.push(...pass.run(input).map((each) => each.dataSync<'float32'>()));
    });
    for (const [index, output] of outputs.entries()) {
      const units = output.length / part.length;
      for (const [row, { clip, weight }] of part.entries()) {
        const mean = means[index]![clip]!;
        for (let unit = 0; unit < units; unit++) mean[unit] = (mean[unit] ?? 0) + output[row * units + unit]! / weight;
      }
    }
  }
  return means;
}
