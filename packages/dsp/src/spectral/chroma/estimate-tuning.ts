import { quantile } from '@ser/core';
import { integer, within } from '../../signal/check.js';
import { parabolicShift } from '../../signal/parabola.js';
import type { Signal, Spectrogram } from '../../signal/types.js';
import { argMax } from '../../signal/vector.js';
import { type WarningOptions, warn } from '../../signal/warnings.js';
import { createSpectra, type Spectra } from '../../transform/spectra.js';
import type { StftOptions } from '../../transform/stft.js';

/** Options of the pitches that count, and of the resolution of their tuning. */
export interface PitchTuningOptions extends WarningOptions {
  /** Step of the result as a fraction of a bin, within [0.0001, 1]. Default 0.01. */
  readonly resolution?: number | undefined;
  /** Pitch bins in an octave. Default 12. */
  readonly binsPerOctave?: number | undefined;
  /** Lowest pitch that counts, in Hz. Default 150. */
  readonly fMin?: number | undefined;
  /** Pitches below this count, in Hz. Default 4000. */
  readonly fMax?: number | undefined;
  /** Peaks count if above this share of the frame's highest magnitude. Default 0.1. */
  readonly threshold?: number | undefined;
}

/** Options of {@link estimateTuning}. */
export interface TuningOptions extends StftOptions, PitchTuningOptions {}

/** The tuning of the pitches in spectra. */
export function tuningOf(
  { frames, bins, nFft, of }: Pick<Spectra, 'frames' | 'bins' | 'nFft' | 'of'>,
  sampleRate: number,
  { resolution = 0.01, binsPerOctave = 12, fMin = 150, fMax = 4000, threshold = 0.1, onWarning }: PitchTuningOptions,
): number {
  within('resolution', resolution, 1e-4, 1);
  within('fMin', fMin, 0, fMax);
  within('threshold', threshold, 0, 1);
  integer('binsPerOctave', binsPerOctave);
  const hertz = sampleRate / nFft;
  const top = Math.min(fMax, sampleRate / 2);
  const pitches: number[] = [];
  const heights: number[] = [];
  for (let t = 0; t < frames; t++) {
    const spectrum = of(t);
    const limit = threshold * spectrum[argMax(spectrum)]!;
    const strong = (k: number) => (spectrum[k]! > limit ? spectrum[k]! : 0);
    for (let k = 1; k < bins && k * hertz < top; k++) {
      if (k * hertz < fMin || strong(k) <= strong(k - 1) || strong(k) < strong(k + 1)) continue;
      const shift = parabolicShift(spectrum, k);
      pitches.push((k + shift) * hertz);
      heights.push(spectrum[k]! + (shift && 0.25 * (spectrum[k + 1]! - spectrum[k - 1]!) * shift));
    }
  }
  if (!pitches.length) {
    warn(
      { onWarning },
      'NO_PITCH',
      `there is no pitch from ${fMin} to ${fMax} Hz to estimate the tuning of; it is taken as 0`,
    );
    return 0;
  }
  const limit = quantile(Float64Array.from(heights).sort(), 0.5);
  const steps = Math.ceil(1 / resolution);
  const edge = (i: number) => i * (1 / steps) - 0.5;
  const counts = new Uint32Array(steps + 1);
  pitches.forEach((pitch, n) => {
    if (heights[n]! < limit) return;
    const bin = binsPerOctave * Math.log2(pitch / 27.5);
    const residual = bin - Math.floor(bin + 0.5);
    let i = Math.floor((residual + 0.5) * steps);
    if (residual < edge(i)) i--;
    else if (residual >= edge(i + 1)) i++;
    counts[i]!++;
  });
  return edge(argMax(counts));
}

/**
 * Returns the deviation of the pitches of a recording from concert pitch (A 440 Hz); equals `librosa.estimate_tuning`.
 *
 * @param input a signal, or magnitudes (or powers) of its spectra
 * @returns fraction of a pitch bin within [-0.5, 0.5), 0 if there is no pitch at all
 * @throws SerError if the input or an option cannot be used
 */
export function estimateTuning(input: Signal | Spectrogram, options: TuningOptions = {}): number {
  return tuningOf(createSpectra(input, options, 1), input.sampleRate, options);
}
