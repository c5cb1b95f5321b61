import { check, integer, positive } from '../../signal/check.js';
import { matrix, store } from '../../signal/matrix.js';
import { roundEven } from '../../signal/round-even.js';
import type { FeatureMatrix, Signal, Spectrogram } from '../../signal/types.js';
import { createSpectra } from '../../transform/spectra.js';
import { toDb } from '../mel/decibels.js';
import { frequenciesOf, type SpectralOptions } from './spectral-feature.js';

/** The bands of spectral contrast. */
export interface ContrastBandOptions {
  /** Upper end of the lowest band in Hz; each band after it spans an octave. Default 200. */
  readonly fMin?: number | undefined;
  /** Number of octave bands above the lowest one. Default 6. */
  readonly nBands?: number | undefined;
  /** Share of a band's bins that make up its peak, and its valley, between 0 and 1. Default 0.02. */
  readonly quantile?: number | undefined;
}

/** Options of {@link spectralContrast}. */
export interface SpectralContrastOptions extends SpectralOptions, ContrastBandOptions {
  /** True: the difference of the magnitudes; false: of their levels in dB. Default false. */
  readonly linear?: boolean | undefined;
}

/** A band's bins from `first` to before `end`, of which the `count` largest are its peak, the smallest its valley. */
interface Band {
  readonly first: number;
  readonly end: number;
  readonly count: number;
}

/** The bands of spectra whose bins have these frequencies in Hz. */
export function contrastBands(
  frequencies: Float64Array,
  sampleRate: number,
  { fMin = 200, nBands = 6, quantile = 0.02 }: ContrastBandOptions,
): Band[] {
  positive('fMin', fMin);
  integer('nBands', nBands, 1, 64);
  check(quantile > 0 && quantile < 1, 'quantile', quantile, 'between 0 and 1');
  const bins = frequencies.length;
  const top = fMin * 2 ** (nBands - 1);
  check(top < sampleRate / 2, 'nBands', nBands, 'so small that all begin below half the sample rate');
  return Array.from({ length: nBands + 1 }, (_, b) => {
    // A band takes the bin below it too, and all but the last give their uppermost bin away, though they count it.
    const low = b && fMin * 2 ** (b - 1);
    const from = frequencies.filter((hz) => hz < low).length;
    const to = frequencies.filter((hz) => hz <= fMin * 2 ** b).length;
    const first = to > from ? Math.max(0, b && from - 1) : bins;
    const last = b < nBands ? to : bins;
    const wanted = Math.max(1, roundEven(quantile * (last - first)));
    const end = b < nBands ? last - 1 : last;
    check(end > first, 'nFft', 2 * (bins - 1), `so large that there are bins enough from ${low} Hz`);
    return { first, end, count: Math.min(wanted, end - first) };
  });
}

/** Writes the mean of each band's largest magnitudes to `peaks[at]` …, and of its smallest to `valleys[to]` …. */
export function measureContrast(
  magnitude: Float64Array,
  bands: readonly Band[],
  peaks: Float64Array,
  at: number,
  valleys: Float64Array,
  to: number,
): void {
  for (let b = 0; b < bands.length; b++) {
    const { first, end, count } = bands[b]!;
    const sorted = magnitude.slice(first, end).sort();
    let peak = 0;
    let valley = 0;
    for (let i = 0; i < count; i++) {
      valley += sorted[i]! / count;
      peak += sorted[sorted.length - 1 - i]! / count;
    }
    peaks[at + b] = peak;
    valleys[to + b] = valley;
  }
}

/**
 * Level of the peaks above the valleys in octave bands of each magnitude spectrum (Jiang et al. 2002); equals
 * `librosa.feature.spectral_contrast`. The levels are limited to 80 dB below the highest of the clip, as there.
 *
 * @param input a signal, or the magnitudes of its spectra
 * @returns frames × (nBands + 1), in dB
 * @throws SerError if the input or an option cannot be used, or a band holds too few bins
 */
export function spectralContrast(
  input: Signal | Spectrogram,
  { fMin, nBands, quantile, linear = false, freq, ...options }: SpectralContrastOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix {
  const spectra = createSpectra(input, { ...options, hopLength: options.hopLength ?? 512 }, 1);
  const { frames, of } = spectra;
  const bands = contrastBands(frequenciesOf(input, spectra, freq), input.sampleRate, { fMin, nBands, quantile });
  const result = matrix(frames, bands.length, out);
  const peaks = new Float64Array(result.data.length);
  const valleys = peaks.slice();
  for (let t = 0, at = 0; t < frames; t++, at += bands.length) measureContrast(of(t), bands, peaks, at, valleys, at);
  if (!linear) for (const powers of [peaks, valleys]) toDb(powers, {});
  return store(
    result,
    peaks.map((peak, i) => peak - valleys[i]!),
  );
}
