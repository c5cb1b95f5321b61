import type { Audio } from '../audio.js';
import { type MeasureLevelOptions, measureLevel } from './level.js';

/** Options of {@link checkLevel}. */
export interface CheckLevelOptions extends MeasureLevelOptions {
  /** Quieter recordings get the warning `quiet`, in dBFS (RMS). Default -50. */
  readonly minRmsDb?: number | undefined;
  /** Clipping of more than this share of the samples is reported, 0 to 1. Default 0. */
  readonly maxClippedRatio?: number | undefined;
  /** A mean of more than this magnitude is reported. Default 0.01. */
  readonly maxDcOffset?: number | undefined;
  /** Shorter recordings get the warning `short`, in seconds. Default 0.1. */
  readonly minSeconds?: number | undefined;
}

/** One thing that is wrong with a recording. */
export interface LevelWarning {
  /**
   * `silent`: every sample is 0; `constant`: every sample has the same value, so that there is no sound; `short`: too
   * short for speech; `quiet`, `clipped`, `dc-offset`: the level.
   */
  readonly kind: 'silent' | 'constant' | 'short' | 'quiet' | 'clipped' | 'dc-offset';
  /** One sentence with the figures. */
  readonly message: string;
}

/**
 * Returns what is wrong with the level or length of a recording; an empty array if nothing is.
 *
 * @throws SerError INVALID_ARGUMENT as {@link measureLevel}.
 *
 * @example
 * checkLevel({ samples: new Float32Array(16000).fill(0.1), sampleRate: 16000 });
 * // [{ kind: 'constant', message: 'every sample is 0.1: there is no sound' }]
 */
export function checkLevel(audio: Audio, options: CheckLevelOptions = {}): LevelWarning[] {
  const { minRmsDb = -50, maxClippedRatio = 0, maxDcOffset = 0.01, minSeconds = 0.1, ...measure } = options;
  const level = measureLevel(audio, measure);
  const warnings: LevelWarning[] = [];
  const warn = (kind: LevelWarning['kind'], message: string) => warnings.push({ kind, message });
  const seconds = audio.samples.length / audio.sampleRate;
  if (seconds < minSeconds) warn('short', `it lasts ${seconds.toFixed(4)} s, less than ${minSeconds} s`);
  const first = audio.samples[0]!;
  if (audio.samples.every((sample) => sample === first)) {
    if (first === 0) warn('silent', 'every sample is 0');
    else warn('constant', `every sample is ${Number(first.toPrecision(4))}: there is no sound`);
    return warnings;
  }
  if (level.rmsDb < minRmsDb) warn('quiet', `the level is ${level.rmsDb.toFixed(1)} dBFS, below ${minRmsDb} dBFS`);
  if (level.clippedRatio > maxClippedRatio) {
    const start = (level.clipping[0]!.start / audio.sampleRate).toFixed(3);
    const share = (100 * level.clippedRatio).toPrecision(2);
    warn(
      'clipped',
      `${share} % of the samples are clipped, in ${level.clipping.length} segments, the first at ${start} s`,
    );
  }
  if (Math.abs(level.dcOffset) > maxDcOffset)
    warn('dc-offset', `the samples have a mean of ${level.dcOffset.toFixed(4)} instead of 0`);
  return warnings;
}
