import { invalidArgument } from '@ser/core';
import type { Audio } from '../audio.js';

/** Options of {@link measureLevel}. */
export interface MeasureLevelOptions {
  /** Magnitude from which on a sample counts as full scale, in (0, 1]. Default 0.999. */
  readonly fullScale?: number | undefined;
  /** Number of full-scale samples of one sign in a row that are clipping, 1 or more. Default 3. */
  readonly run?: number | undefined;
}

/** Level, offset and clipping of a recording. */
export interface Level {
  /** Largest magnitude. */
  readonly peak: number;
  /** Largest magnitude in dBFS: 0 is full scale, -Infinity digital silence. */
  readonly peakDb: number;
  /** Root mean square. */
  readonly rms: number;
  /** Root mean square in dBFS; a full-scale sine has -3.01. */
  readonly rmsDb: number;
  /** Mean of all samples; 0 in a good recording. */
  readonly dcOffset: number;
  /** Segments that stay at full scale: start and length in samples. */
  readonly clipping: readonly { readonly start: number; readonly length: number }[];
  /** Share of all samples that are clipped, 0 to 1. */
  readonly clippedRatio: number;
}

const FULL_SCALE = 0.999;
const RUN = 3;

const decibels = (amplitude: number): number => 20 * Math.log10(amplitude);

/** Runs of at least `run` samples at full scale with one sign. */
export function findClipping(
  samples: Float32Array,
  fullScale: number = FULL_SCALE,
  run: number = RUN,
): Level['clipping'] {
  const found: { start: number; length: number }[] = [];
  for (let i = 0; i < samples.length; ) {
    if (Math.abs(samples[i]!) < fullScale) {
      i++;
      continue;
    }
    const positive = samples[i]! > 0;
    let end = i + 1;
    while (end < samples.length && Math.abs(samples[end]!) >= fullScale && samples[end]! > 0 === positive) end++;
    if (end - i >= run) found.push({ start: i, length: end - i });
    i = end;
  }
  return found;
}

/** Share of all samples that are clipped. */
export const clippedRatio = (clipping: Level['clipping'], { length }: Float32Array): number =>
  clipping.reduce((total, part) => total + part.length, 0) / length;

/**
 * Returns level, offset and clipping of a recording.
 *
 * @throws SerError INVALID_ARGUMENT if there is no sample or an option is out of range.
 *
 * @example
 * measureLevel({ samples: Float32Array.of(0.5, -0.5), sampleRate: 16000 }).rmsDb; // -6.02…
 */
export function measureLevel(audio: Audio, options: MeasureLevelOptions = {}): Level {
  const { fullScale = FULL_SCALE, run = RUN } = options;
  const { samples } = audio;
  if (samples.length === 0) throw invalidArgument('samples', samples, 'at least one sample');
  if (!(fullScale > 0 && fullScale <= 1)) throw invalidArgument('fullScale', fullScale, 'above 0 and at most 1');
  if (!Number.isInteger(run) || run < 1) throw invalidArgument('run', run, 'a positive integer');
  let peak = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!;
    const magnitude = Math.abs(sample);
    if (magnitude > peak) peak = magnitude;
    sum += sample;
    squares += sample * sample;
  }
  const rms = Math.sqrt(squares / samples.length);
  const clipping = peak < fullScale ? [] : findClipping(samples, fullScale, run);
  return {
    peak,
    peakDb: decibels(peak),
    rms,
    rmsDb: decibels(rms),
    dcOffset: sum / samples.length,
    clipping,
    clippedRatio: clippedRatio(clipping, samples),
  };
}
