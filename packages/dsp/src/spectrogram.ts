import { positive } from './check.js';
import { padSignal } from './frames.js';
import { checkMatrix, matrix, store } from './matrix.js';
import { createSpectrum, type StftOptions } from './stft.js';
import type { FeatureMatrix, Signal, Spectrogram } from './types.js';

/** Options of {@link spectrogram}. */
export interface SpectrogramOptions extends StftOptions {
  /** Exponent of the magnitude: 1 magnitude, 2 power. Default 1, as `abs(librosa.stft(y))`. */
  power?: number;
}

/**
 * Calls `start` with the number of frames and bins, then `use` with each frame's spectrum, which is overwritten by the
 * next. A signal's magnitudes are raised to `power`; a spectrogram is taken as it is.
 */
export function eachSpectrum(
  input: Signal | Spectrogram,
  options: StftOptions,
  power: number,
  start: (frames: number, bins: number) => void,
  use: (spectrum: Float64Array, frame: number) => void,
): void {
  positive('power', power);
  if ('samples' in input) {
    const plan = createSpectrum(options);
    const { padded, frames } = padSignal(input, plan);
    const spectrum = new Float64Array(plan.bins);
    start(frames, plan.bins);
    for (let t = 0; t < frames; t++) {
      plan.power(padded, t * plan.hop, spectrum);
      if (power !== 2) for (let k = 0; k < spectrum.length; k++) spectrum[k]! **= power / 2;
      use(spectrum, t);
    }
  } else {
    const { data, frames, coeffs } = checkMatrix(input, 'spectrogram');
    start(frames, coeffs);
    for (let t = 0; t < frames; t++) use(Float64Array.from(data.subarray(t * coeffs, (t + 1) * coeffs)), t);
  }
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
  let result!: FeatureMatrix;
  let values!: Float64Array;
  eachSpectrum(
    signal,
    options,
    power,
    (frames, bins) => {
      result = matrix(frames, bins, out);
      values = new Float64Array(frames * bins);
    },
    (spectrum, t) => values.set(spectrum, t * spectrum.length),
  );
  return Object.assign(store(result, values), { sampleRate: signal.sampleRate });
}
