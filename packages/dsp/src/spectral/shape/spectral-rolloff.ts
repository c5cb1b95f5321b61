import { check } from '../../signal/check.js';
import type { FeatureMatrix, Signal, Spectrogram } from '../../signal/types.js';
import { measureSpectra, type SpectralOptions } from './spectral-feature.js';

/** Options of {@link spectralRolloff}. */
export interface SpectralRolloffOptions extends SpectralOptions {
  /** Share of the sum of magnitudes that lies at or below the result, within (0, 1). Default 0.85. */
  readonly rollPercent?: number | undefined;
}

/** The lowest of `frequencies` at or below which `share` of the sum of `magnitude` lies. */
export function rolloffOf(magnitude: Float64Array, frequencies: ArrayLike<number>, share = 0.85): number {
  let total = 0;
  for (let i = 0; i < magnitude.length; i++) total += magnitude[i]!;
  const limit = share * total;
  let k = 0;
  for (let sum = magnitude[0]!; sum < limit; ) sum += magnitude[++k]!;
  return frequencies[k]!;
}

/**
 * Frequency below which a given share of each magnitude spectrum lies; equals `librosa.feature.spectral_rolloff`.
 *
 * @param input a signal, or the magnitudes of its spectra
 * @returns frames × 1, in Hz
 * @throws SerError if the input or an option cannot be used
 */
export function spectralRolloff(
  input: Signal | Spectrogram,
  { rollPercent = 0.85, ...options }: SpectralRolloffOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix {
  check(rollPercent > 0 && rollPercent < 1, 'rollPercent', rollPercent, 'between 0 and 1');
  return measureSpectra(
    input,
    options,
    (magnitude, frequencies) => rolloffOf(magnitude, frequencies, rollPercent),
    out,
  );
}
