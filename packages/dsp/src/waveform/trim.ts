import { within } from '../signal/check.js';
import type { Signal } from '../signal/types.js';
import { toDb } from '../spectral/mel/decibels.js';
import { rms } from './rms.js';

/** Options of {@link trim} and {@link split}; names, meaning and defaults are librosa's. */
export interface SilenceOptions {
  /** Frames this many dB below the reference, or more, are silent. Default 60. */
  readonly topDb?: number | undefined;
  /** Amplitude that counts as 0 dB: `max`, the loudest frame, a number, or what a function makes of the frames' RMS. */
  readonly ref?: 'max' | number | ((rms: Float64Array) => number) | undefined;
  /** Samples in a frame. Default 2048. */
  readonly frameLength?: number | undefined;
  /** Samples from frame to frame. Default 512. */
  readonly hopLength?: number | undefined;
}

/** A stretch of a signal: from sample `start` to the one before `end`. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/**
 * The stretches of a signal between silences; equals `librosa.effects.split`.
 *
 * @returns intervals in samples, in order; none if all is silent
 * @throws SerError if the signal or an option cannot be used
 */
export function split(
  signal: Signal,
  { topDb = 60, ref = 'max', frameLength = 2048, hopLength = 512 }: SilenceOptions = {},
): Interval[] {
  within('topDb', topDb, -1000, 1000);
  const levels = Float64Array.from(rms(signal, { frameLength, hopLength }).data);
  const amplitude = typeof ref === 'function' ? ref(levels) : ref;
  for (let t = 0; t < levels.length; t++) levels[t]! **= 2;
  toDb(levels, { ref: amplitude === 'max' ? amplitude : amplitude ** 2, amin: 1e-10, topDb: null });
  const intervals: Interval[] = [];
  let start = -1;
  for (let t = 0; t <= levels.length; t++) {
    const loud = t < levels.length && levels[t]! > -topDb;
    if (loud && start < 0) start = t;
    if (loud || start < 0) continue;
    const last = signal.samples.length;
    intervals.push({ start: Math.min(last, start * hopLength), end: Math.min(last, t * hopLength) });
    start = -1;
  }
  return intervals;
}

/**
 * Cuts silence off both ends of a signal; equals `librosa.effects.trim`.
 *
 * @returns the rest, which shares memory with the signal and is empty if all is silent, and where it lay
 * @throws SerError if the signal or an option cannot be used
 * @example
 * const { samples, start } = trim({ samples: recording, sampleRate: 16000 }, { topDb: 30 });
 */
export function trim(signal: Signal, options: SilenceOptions = {}): Signal & Interval {
  const intervals = split(signal, options);
  const start = intervals[0]?.start ?? 0;
  const end = intervals.at(-1)?.end ?? 0;
  return { samples: signal.samples.subarray(start, end), sampleRate: signal.sampleRate, start, end };
}
