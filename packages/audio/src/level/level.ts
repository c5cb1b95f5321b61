import { invalidArgument } from '@ser/core';
import type { Audio } from '../audio.js';

/** Options of {@link measureLevel}. */
export interface MeasureLevelOptions {
  /** From this magnitude on a sample counts as full scale, in (0, 1]. Default 0.999. */
  fullScale?: number;
  /** So many full-scale samples in a row, of one sign, are clipping. Default 3. */
  run?: number;
}

/** How loud a recording is, and what is wrong with its level. */
export interface Level {
  /** Largest magnitude, and the same in dBFS (0 is full scale; -Infinity for digital silence). */
  peak: number;
  peakDb: number;
  /** Root mean square, and the same in dBFS (a full-scale sine has -3.01). */
  rms: number;
  rmsDb: number;
  /** Mean of all samples; 0 in a sound recording. */
  dcOffset: number;
  /** Where the signal sticks to full scale: start and length in samples. */
  clipping: { start: number; length: number }[];
  /** Share of all samples that are clipped, 0 to 1. */
  clippedRatio: number;
}

const decibels = (amplitude: number): number => 20 * Math.log10(amplitude);

/** Runs of at least `run` samples at full scale with one sign. */
function findClipping(samples: Float32Array, fullScale: number, run: number): Level['clipping'] {
  const found: Level['clipping'] = [];
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

/**
 * Measures level, offset and clipping of a recording.
 *
 * @throws SerError INVALID_ARGUMENT if there is no sample or an option is out of range.
 */
export function measureLevel(audio: Audio, options: MeasureLevelOptions = {}): Level {
  const { fullScale = 0.999, run = 3 } = options;
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
  const clipping = findClipping(samples, fullScale, run);
  const clipped = clipping.reduce((total, { length }) => total + length, 0);
  return {
    peak,
    peakDb: decibels(peak),
    rms,
    rmsDb: decibels(rms),
    dcOffset: sum / samples.length,
    clipping,
    clippedRatio: clipped / samples.length,
  };
}
