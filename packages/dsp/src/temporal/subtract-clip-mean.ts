import type { FeatureMatrix } from '../signal/types.js';

/**
 * Subtracts from each coefficient its mean over the clip, in place (cepstral mean normalization, Atal, 1974). It removes
 * what is constant in a clip: the channel, and the average spectrum of the voice.
 *
 * The mean is computed in double precision. A front end with `subtractClipMean` does the same to its features.
 *
 * @param matrix features of one whole clip, not normalized.
 * @returns `matrix`.
 * @example
 * subtractClipMean({ data: Float32Array.of(1, 10, 3, 20), frames: 2, coeffs: 2 }).data; // [-1, -5, 1, 5]
 */
export function subtractClipMean(matrix: FeatureMatrix): FeatureMatrix {
  const { data, frames, coeffs } = matrix;
  const mean = new Float64Array(coeffs);
  for (let t = 0, i = 0; t < frames; t++) for (let c = 0; c < coeffs; c++, i++) mean[c]! += data[i]!;
  for (let c = 0; c < coeffs; c++) mean[c]! /= frames;
  for (let t = 0, i = 0; t < frames; t++) for (let c = 0; c < coeffs; c++, i++) data[i]! -= mean[c]!;
  return matrix;
}
