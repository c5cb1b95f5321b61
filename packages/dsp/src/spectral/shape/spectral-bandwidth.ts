import { check, positive } from '../../signal/check.js';
import type { FeatureMatrix, Signal, Spectrogram } from '../../signal/types.js';
import { centroidOf } from './spectral-centroid.js';
import { measureSpectra, type SpectralOptions } from './spectral-feature.js';

/** Options of the average of deviations from the centroid. */
export interface BandwidthOptions {
  /** Exponent of the deviations, above 0. Default 2. */
  readonly p?: number | undefined;
  /** True to divide the magnitudes by their sum first. Default true. */
  readonly norm?: boolean | undefined;
}

/** Options of {@link spectralBandwidth}. */
export interface SpectralBandwidthOptions extends SpectralOptions, BandwidthOptions {
  /** The centroid of each frame in Hz, where it is known already. */
  readonly centroid?: ArrayLike<number> | undefined;
}

/** The `p`-th root of the mean `p`-th power of the deviations of `frequencies` from `centroid`, weighted by `magnitude`. */
export function bandwidthOf(
  magnitude: Float64Array,
  frequencies: ArrayLike<number>,
  centroid: number = centroidOf(magnitude, frequencies),
  { p = 2, norm = true }: BandwidthOptions = {},
): number {
  let sum = 0;
  let total = 0;
  for (let k = 0; k < magnitude.length; k++) {
    const deviation = Math.abs(frequencies[k]! - centroid);
    sum += magnitude[k]! * (p === 2 ? deviation * deviation : deviation ** p);
    total += magnitude[k]!;
  }
  return (norm && total > 0 ? sum / total : sum) ** (1 / p);
}

/**
 * Spread of each magnitude spectrum round its centroid; equals `librosa.feature.spectral_bandwidth`.
 *
 * @param input a signal, or the magnitudes of its spectra
 * @returns frames × 1, in Hz
 * @throws SerError if the input or an option cannot be used
 */
export function spectralBandwidth(
  input: Signal | Spectrogram,
  { p = 2, norm = true, centroid, ...options }: SpectralBandwidthOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix {
  positive('p', p);
  return measureSpectra(
    input,
    options,
    (magnitude, frequencies, t) => {
      check(!centroid || Number.isFinite(centroid[t]), 'centroid', centroid?.[t], 'finite for each frame');
      return bandwidthOf(magnitude, frequencies, centroid?.[t], { p, norm });
    },
    out,
  );
}
