import { check } from '../../signal/check.js';
import { matrix, store } from '../../signal/matrix.js';
import type { FeatureMatrix, Signal, Spectrogram } from '../../signal/types.js';
import { createSpectra, type Spectra } from '../../transform/spectra.js';
import type { StftOptions } from '../../transform/stft.js';

/** Options shared by the features of magnitude spectra. */
export interface SpectralOptions extends StftOptions {
  /** Samples from frame to frame. Default 512. */
  readonly hopLength?: number | undefined;
  /** Frequency of each bin in Hz, ascending. Default that of the transform's bins, `k · sampleRate / nFft`. */
  readonly freq?: ArrayLike<number> | undefined;
}

/** The frequencies in Hz of the bins of transforms of `nFft` samples, as `librosa.fft_frequencies`. */
export function binFrequencies(sampleRate: number, nFft: number): Float64Array {
  const step = 1 / (nFft * (1 / sampleRate));
  return Float64Array.from({ length: 1 + (nFft >> 1) }, (_, k) => k * step);
}

/** The frequencies in Hz that a spectral feature goes by. */
export function frequenciesOf(
  { sampleRate }: { sampleRate: number },
  { bins, nFft }: Spectra,
  freq?: ArrayLike<number>,
): Float64Array {
  const frequencies = Float64Array.from(freq ?? binFrequencies(sampleRate, nFft));
  check(frequencies.length === bins && frequencies.every(Number.isFinite), 'freq', freq, `${bins} finite frequencies`);
  return frequencies;
}

/** One number for each frame's magnitudes and the frequencies of their bins. */
export function measureSpectra(
  input: Signal | Spectrogram,
  { freq, ...options }: SpectralOptions,
  measure: (magnitude: Float64Array, frequencies: Float64Array, frame: number) => number,
  out?: FeatureMatrix,
): FeatureMatrix {
  const spectra = createSpectra(input, { ...options, hopLength: options.hopLength ?? 512 }, 1);
  const frequencies = frequenciesOf(input, spectra, freq);
  const { frames, of } = spectra;
  return store(
    matrix(frames, 1, out),
    Float64Array.from({ length: frames }, (_, t) => measure(of(t), frequencies, t)),
  );
}
