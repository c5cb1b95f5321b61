import type { FeatureMatrix, Signal, Spectrogram } from '../../signal/types.js';
import { measureSpectra, type SpectralOptions } from './spectral-feature.js';

/** Returns the largest of the magnitudes. */
export function largestOf(magnitude: Float64Array): number {
  let largest = 0;
  for (const value of magnitude) largest = Math.max(largest, value);
  return largest;
}

/**
 * Returns the largest magnitude of each frame.
 *
 * @param input a signal, or the magnitudes of its spectra.
 * @returns frames × 1.
 */
export const spectralTemplate = (
  input: Signal | Spectrogram,
  options: SpectralOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix => measureSpectra(input, options, largestOf, out);
