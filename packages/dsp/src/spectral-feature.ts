import { invalidArgument } from '@ser/core';
import { check } from './check.js';
import { matrix, store } from './matrix.js';
import { eachSpectrum } from './spectrogram.js';
import type { StftOptions } from './stft.js';
import type { FeatureMatrix, Signal, Spectrogram } from './types.js';

/** Options shared by the features of magnitude spectra. */
export interface SpectralOptions extends StftOptions {
  /** Samples from frame to frame. Default 512. */
  hopLength?: number;
  /** Frequency of each bin in Hz, ascending. Default that of the transform's bins, `k · sampleRate / nFft`. */
  freq?: ArrayLike<number>;
}

/** The spectra of a signal's frames. */
export interface Spectra {
  readonly frames: number;
  readonly bins: number;
  /** Size of the transform. */
  readonly nFft: number;
  /** Frequency of each bin in Hz. */
  readonly frequencies: ArrayLike<number>;
  /** The spectrum of a frame. */
  of(frame: number): Float64Array;
}

/** The frequencies in Hz of the bins of transforms of `nFft` samples, as `librosa.fft_frequencies`. */
export function binFrequencies(sampleRate: number, nFft: number): Float64Array {
  const step = 1 / (nFft * (1 / sampleRate));
  return Float64Array.from({ length: 1 + (nFft >> 1) }, (_, k) => k * step);
}

/** The magnitude spectra of a signal, or with `power` 2 their squares; or those that are given. */
export function createSpectra(
  input: Signal | Spectrogram,
  { hopLength = 512, nFft: size = 2048, freq, ...options }: SpectralOptions,
  power: 1 | 2 = 1,
): Spectra {
  let [frames, bins] = [0, 0];
  let all!: Float64Array;
  eachSpectrum(
    input,
    { hopLength, nFft: size, ...options },
    2,
    (rows, columns) => {
      [frames, bins] = [rows, columns];
      all = new Float64Array(rows * columns);
    },
    (spectrum, t) => all.set(spectrum, t * bins),
  );
  const root = 'samples' in input && power === 1;
  for (let i = 0; i < all.length; i++) {
    if (!(all[i]! >= 0)) throw invalidArgument('spectrogram', all[i], 'at least 0');
    if (root) all[i] = Math.sqrt(all[i]!);
  }
  check(bins > 1, 'nFft', size, 'at least 2');
  const nFft = 1 + (size >> 1) === bins ? size : 2 * (bins - 1);
  const frequencies = Float64Array.from(freq ?? binFrequencies(input.sampleRate, nFft));
  check(frequencies.length === bins && frequencies.every(Number.isFinite), 'freq', freq, `${bins} finite frequencies`);
  return { frames, bins, nFft, frequencies, of: (t) => all.subarray(t * bins, (t + 1) * bins) };
}

/** One number for each frame's magnitudes and the frequencies of their bins. */
export function measureSpectra(
  input: Signal | Spectrogram,
  options: SpectralOptions,
  measure: (magnitude: Float64Array, frequencies: ArrayLike<number>, frame: number) => number,
  out?: FeatureMatrix,
): FeatureMatrix {
  const { frames, frequencies, of } = createSpectra(input, options);
  return store(
    matrix(frames, 1, out),
    Float64Array.from({ length: frames }, (_, t) => measure(of(t), frequencies, t)),
  );
}
