import { engine } from '../engine/choose.js';
import { check, integer } from '../signal/check.js';
import { checkMatrix, matrix } from '../signal/matrix.js';
import type { FeatureMatrix, Signal } from '../signal/types.js';
import { createSpectra } from './spectra.js';
import type { StftOptions } from './stft.js';
import { getWindow, type WindowName } from './window.js';

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

/** A plan for the power spectra of frames of one size. */
export interface PowerSpectra {
  /** Samples in a frame. */
  readonly size: number;
  /** Values of a spectrum, 1 + floor(size / 2). */
  readonly bins: number;
  /**
   * Writes the spectra of `count` frames, one each `hop` samples from `samples[0]`, one after the other. A spectrum depends
   * on its frame alone, bit for bit.
   *
   * @throws SerError if there are too few samples, or `out` has no room for so many spectra
   */
  write(out: Float64Array, samples: Float64Array, hop: number, count: number): void;
}

/**
 * Returns a plan for power spectra of frames that come piece by piece; several at once are faster than one by one.
 *
 * @param size samples in a frame, 1 to 2^24
 * @param window a periodic window by name. Default `hann`
 * @throws SerError if the size is out of range
 * @example
 * const spectra = createPowerSpectra(512);
 * const out = new Float64Array(3 * spectra.bins);
 * spectra.write(out, samples, 160, 3); // the spectra of samples 0 to 511, 160 to 671 and 320 to 831
 */
export function createPowerSpectra(size: number, window: WindowName = 'hann'): PowerSpectra {
  const kernel = engine().power(getWindow(window, integer('size', size)), size);
  const bins = 1 + (size >> 1);
  return {
    size,
    bins,
    write(out, samples, hop, count) {
      integer('hop', hop);
      integer('count', count, 0);
      check(samples.length >= (count && (count - 1) * hop + size), 'samples', samples, `samples of ${count} frames`);
      check(out.length >= count * bins, 'out', out, `${count} × ${bins} values`);
      kernel(samples, 0, hop, count, out, 0);
    },
  };
}
