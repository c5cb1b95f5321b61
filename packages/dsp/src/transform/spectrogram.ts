import { checkMatrix, matrix } from '../signal/matrix.js';
import type { FeatureMatrix, Signal } from '../signal/types.js';
import { createSpectra } from './spectra.js';
import type { StftOptions } from './stft.js';

/** Options of {@link spectrogram}. */
export interface SpectrogramOptions extends StftOptions {
  /** Exponent of the magnitude: 1 magnitude, 2 power. Default 1, as `abs(librosa.stft(y))`. */
  readonly power?: number | undefined;
}

/**
 * Magnitudes of the short-time Fourier transform, raised to `power`: `abs(librosa.stft(y)) ** power`, transposed.
 *
 * @returns frames × (1 + nFft / 2), with the signal's sample rate
 * @throws SerError if an option is out of range, or the signal is empty, not finite, or too short for one frame
 */
export function spectrogram(
  signal: Signal,
  { power = 1, ...options }: SpectrogramOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix & { sampleRate: number } {
  const { frames, bins, of } = createSpectra(signal, options, power);
  const result = matrix(frames, bins, out);
  for (let t = 0; t < frames; t++) result.data.set(of(t), t * bins);
  return { ...checkMatrix(result, 'the result'), sampleRate: signal.sampleRate };
}
