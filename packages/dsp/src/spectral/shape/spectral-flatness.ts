import { positive } from '../../signal/check.js';
import type { FeatureMatrix, Signal, Spectrogram } from '../../signal/types.js';
import type { StftOptions } from '../../transform/stft.js';
import { measureSpectra } from './spectral-feature.js';

/** Options of the flatness of magnitudes. */
export interface FlatnessOptions {
  /** Least value of the powers, above 0. Default 1e-10. */
  readonly amin?: number | undefined;
  /** Exponent of the magnitudes, above 0. Default 2. */
  readonly power?: number | undefined;
}

/** Options of {@link spectralFlatness}. */
export interface SpectralFlatnessOptions extends StftOptions, FlatnessOptions {
  /** Samples from frame to frame. Default 512. */
  readonly hopLength?: number | undefined;
}

/** Returns the geometric over the arithmetic mean of the powers of `magnitude`. */
export function flatnessOf(magnitude: Float64Array, { amin = 1e-10, power = 2 }: FlatnessOptions = {}): number {
  let logs = 0;
  let total = 0;
  for (let k = 0; k < magnitude.length; k++) {
    const value = magnitude[k]!;
    const x = Math.max(amin, power === 2 ? value * value : value ** power);
    logs += Math.log(x);
    total += x;
  }
  return Math.exp(logs / magnitude.length) / (total / magnitude.length);
}

/**
 * Returns the flatness of each power spectrum, from 0 (a tone) to 1 (noise); equals `librosa.feature.spectral_flatness`.
 *
 * @param input a signal, or the magnitudes of its spectra
 * @returns frames × 1, within [0, 1]
 * @throws SerError if the input or an option cannot be used
 */
export function spectralFlatness(
  input: Signal | Spectrogram,
  { amin = 1e-10, power = 2, ...options }: SpectralFlatnessOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix {
  const flatness = { amin: positive('amin', amin), power: positive('power', power) };
  return measureSpectra(input, options, (magnitude) => flatnessOf(magnitude, flatness), out);
}
