import type { Audio } from '../audio.js';
import { type MeasureLevelOptions, measureLevel } from './level.js';

/** Options of {@link checkLevel}. */
export interface CheckLevelOptions extends MeasureLevelOptions {
  /** Quieter than this is `quiet`, in dBFS (RMS). Default -50. */
  minRmsDb?: number;
  /** Clipping of more than this share of the samples is reported, 0 to 1. Default 0. */
  maxClippedRatio?: number;
  /** A larger mean (in magnitude) is reported. Default 0.01. */
  maxDcOffset?: number;
}

/** One thing that is wrong with a recording's level. */
export interface LevelWarning {
  kind: 'silent' | 'quiet' | 'clipped' | 'dc-offset';
  /** One sentence with the figures. */
  message: string;
}

/**
 * Names what is wrong with the level of a recording; empty if nothing is.
 *
 * @throws SerError INVALID_ARGUMENT as {@link measureLevel}.
 */
export function checkLevel(audio: Audio, options: CheckLevelOptions = {}): LevelWarning[] {
  const { minRmsDb = -50, maxClippedRatio = 0, maxDcOffset = 0.01, ...measure } = options;
  const level = measureLevel(audio, measure);
  if (level.peak === 0) return [{ kind: 'silent', message: 'every sample is 0' }];
  const warnings: LevelWarning[] = [];
  if (level.rmsDb < minRmsDb)
    warnings.push({ kind: 'quiet', message: `the level is ${level.rmsDb.toFixed(1)} dBFS, below ${minRmsDb} dBFS` });
  if (level.clippedRatio > maxClippedRatio) {
    const first = level.clipping[0]!.start / audio.sampleRate;
    const share = (100 * level.clippedRatio).toPrecision(2);
    warnings.push({
      kind: 'clipped',
      message: `${level.clipping.length} stretches are clipped (${share} % of the samples), the first at ${first.toFixed(3)} s`,
    });
  }
  if (Math.abs(level.dcOffset) > maxDcOffset)
    warnings.push({
      kind: 'dc-offset',
      message: `the samples have a mean of ${level.dcOffset.toFixed(4)} instead of 0`,
    });
  return warnings;
}
