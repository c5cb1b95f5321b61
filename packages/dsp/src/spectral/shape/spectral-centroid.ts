import type { FeatureMatrix, Signal, Spectrogram } from '../../signal/types.js';
import { measureSpectra, type SpectralOptions } from './spectral-feature.js';

/** Mean of `frequencies` weighted by `magnitude`; 0 for a silent frame. */
export function centroidOf(magnitude: Float64Array, frequencies: ArrayLike<number>): number {
  let sum = 0;
  let total = 0;
  for (let k = 0; k < magnitude.length; k++) {
    sum += frequencies[k]! * magnitude[k]!;
    total += magnitude[k]!;
  }
  return total > 0 ? sum / total : 0;
}

/**
 * Center of mass of each magnitude spectrum; equals `librosa.feature.spectral_centroid`.
 *
 * @param input a signal, or the magnitudes of its spectra
 * @returns frames × 1, in Hz
 * @throws SerError if the input or an option cannot be used
 * @example
 * spectralCentroid({ samples, sampleRate: 16000 }, { nFft: 512, hopLength: 160 });
 */
export function spectralCentroid(
  input: Signal | Spectrogram,
  options: SpectralOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix {
  return measureSpectra(input, options, centroidOf, out);
}
