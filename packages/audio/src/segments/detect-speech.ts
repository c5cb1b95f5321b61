import { invalidArgument } from '@ser/core';
import type { Audio } from '../audio.js';
import { measureFrames } from './frame-measures.js';
import { noiseAndSpeechLevels } from './noise-floor.js';

/** A part of a recording, in seconds from its start. */
export interface Segment {
  readonly start: number;
  readonly end: number;
}

/** Options of {@link detectSpeech}. */
export interface DetectSpeechOptions {
  /** Level above the noise floor at which speech begins, in dB, above 0. Default 12. */
  readonly onsetDb?: number | undefined;
  /** Level above the noise floor at which speech ends, in dB, above 0 and at most `onsetDb`. Default 6. */
  readonly offsetDb?: number | undefined;
  /**
   * Speech begins only where the spectrum is less flat than this, 0 (tones only) to 1 (anything). White noise has about
   * 0.56, voiced speech below 0.2. Default 0.4.
   */
  readonly maxFlatness?: number | undefined;
  /** Frames quieter than this are never speech, in dBFS of the band from 100 to 4000 Hz. Default -65. */
  readonly minLevelDb?: number | undefined;
  /** Shortest segment in seconds; shorter ones are dropped. Default 0.1. */
  readonly minSpeech?: number | undefined;
  /** Shortest pause in seconds; shorter ones belong to the speech around them. Default 0.3. */
  readonly minPause?: number | undefined;
  /** Seconds that are added before and after each segment, as far as there is room. Default 0.05. */
  readonly padding?: number | undefined;
  /** Longest segment in seconds; longer ones are cut at their quietest point. Default: no limit. */
  readonly maxSpeech?: number | undefined;
}

/** The options of {@link detectSpeech}, complete. */
export type Settings = { readonly [K in keyof DetectSpeechOptions]-?: number };

const DEFAULTS: Settings = {
  onsetDb: 12,
  offsetDb: 6,
  maxFlatness: 0.4,
  minLevelDb: -65,
  minSpeech: 0.1,
  minPause: 0.3,
  padding: 0.05,
  maxSpeech: Number.POSITIVE_INFINITY,
};

/** An option that is undefined has its default. */
export const withDefaults = (options: DetectSpeechOptions): Settings => ({
  ...DEFAULTS,
  ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
});

/** Frames from `start` up to, not including, `end`. */
interface Run {
  start: number;
  end: number;
}

/** @throws SerError INVALID_ARGUMENT that names the option that is out of range. */
export function checkSettings(settings: Settings): void {
  const { onsetDb, offsetDb, maxFlatness, minSpeech, minPause, padding, maxSpeech } = settings;
  if (!(onsetDb > 0)) throw invalidArgument('onsetDb', onsetDb, 'positive');
  if (!(offsetDb > 0 && offsetDb <= onsetDb))
    throw invalidArgument('offsetDb', offsetDb, 'positive, and at most onsetDb');
  if (!(maxFlatness > 0 && maxFlatness <= 1))
    throw invalidArgument('maxFlatness', maxFlatness, 'above 0 and at most 1');
  for (const [name, value] of Object.entries({ minSpeech, minPause, padding }))
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw invalidArgument(name, value, '0 or more seconds');
  if (!(maxSpeech > 0 && maxSpeech >= 2 * minSpeech))
    throw invalidArgument('maxSpeech', maxSpeech, 'positive, and at least twice minSpeech');
}

/** Hysteresis: a run begins where `begins` holds, and extends both ways as far as `continues` holds. */
function hysteresis(frames: number, begins: (t: number) => boolean, continues: (t: number) => boolean): Run[] {
  const runs: Run[] = [];
  for (let t = 0; t < frames; t++) {
    if (!begins(t)) continue;
    const bound = runs.at(-1)?.end ?? 0;
    let start = t;
    while (start > bound && continues(start - 1)) start--;
    let end = t + 1;
    while (end < frames && continues(end)) end++;
    runs.push({ start, end });
    t = end;
  }
  return runs;
}

/** Joins runs with less than `pause` frames between them. */
function bridge(runs: readonly Run[], pause: number): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last && run.start - last.end < pause) last.end = run.end;
    else joined.push({ ...run });
  }
  return joined;
}

/** Cuts a run that is longer than `longest` at the quietest frame of its middle, again and again. */
function split(run: Run, longest: number, level: Float32Array): Run[] {
  const length = run.end - run.start;
  if (length <= longest) return [run];
  const margin = Math.max(1, Math.floor(Math.min(longest, length) / 4));
  let cut = run.start + margin;
  for (let t = cut; t <= run.end - margin; t++) if (level[t]! < level[cut]!) cut = t;
  return [
    ...split({ start: run.start, end: cut }, longest, level),
    ...split({ start: cut, end: run.end }, longest, level),
  ];
}

/**
 * Returns the segments of a recording that hold speech, so that a long one becomes utterances.
 *
 * A segment begins where the band of speech is well above the noise floor around it (the 10th percentile of 20 s) and
 * has the peaky spectrum of a voice. It extends both ways while the level stays above a lower threshold, so that soft
 * and unvoiced sounds at its edges are kept. A recording without pauses is one segment.
 *
 * @returns segments in order, without overlap; empty if nothing sounds like speech.
 * @throws SerError INVALID_ARGUMENT if an option is out of range or there is no sample.
 *
 * @example
 * detectSpeech(audio); // [{ start: 0.35, end: 2.81 }, { start: 3.4, end: 5.02 }]
 */
export function detectSpeech(audio: Audio, options: DetectSpeechOptions = {}): Segment[] {
  const settings = withDefaults(options);
  checkSettings(settings);
  if (audio.samples.length === 0) throw invalidArgument('samples', audio.samples, 'at least one sample');
  const { level, flatness, hop, size } = measureFrames(audio);
  const { onset, offset } = thresholds(level, settings);
  const seconds = hop / audio.sampleRate;
  const runs = hysteresis(
    level.length,
    (t) => level[t]! >= onset[t]! && flatness[t]! < settings.maxFlatness,
    (t) => level[t]! >= offset[t]!,
  );
  const segments = bridge(runs, settings.minPause / seconds)
    .filter(({ start, end }) => (end - start) * seconds >= settings.minSpeech)
    .flatMap((run) => split(run, settings.maxSpeech / seconds, level));
  return addPadding(segments, settings.padding, {
    duration: audio.samples.length / audio.sampleRate,
    time: (frame) => (frame * hop + (size - hop) / 2) / audio.sampleRate,
    frames: level.length,
  });
}

/** Returns the noise floor in dB. If nothing is much louder than the quietest part, there is no pause, and it lies below. */
export const floorOf = (noise: number, speech: number, onsetDb: number): number =>
  Math.min(noise, speech - 2 * onsetDb);

/** The levels above which speech begins and continues, frame by frame. */
function thresholds(
  level: Float32Array,
  { onsetDb, offsetDb, minLevelDb }: Settings,
): Record<'onset' | 'offset', Float32Array> {
  const { noise, speech } = noiseAndSpeechLevels(level);
  const onset = new Float32Array(level.length);
  const offset = new Float32Array(level.length);
  for (let t = 0; t < level.length; t++) {
    const floor = floorOf(noise[t]!, speech[t]!, onsetDb);
    onset[t] = Math.max(minLevelDb, floor + onsetDb);
    offset[t] = Math.max(minLevelDb, floor + offsetDb);
  }
  return { onset, offset };
}

interface Clock {
  duration: number;
  /** Returns where a frame begins to count, in seconds. */
  time: (frame: number) => number;
  frames: number;
}

/** Turns frames into seconds and adds padding, half of a pause at most. */
function addPadding(runs: readonly Run[], padding: number, { duration, time, frames }: Clock): Segment[] {
  const bare = runs.map(({ start, end }) => ({
    start: start === 0 ? 0 : time(start),
    end: end === frames ? duration : time(end),
  }));
  return bare.map(({ start, end }, i) => {
    const before = bare[i - 1]?.end;
    const after = bare[i + 1]?.start;
    return {
      start: Math.max(before === undefined ? 0 : (before + start) / 2, start - padding),
      end: Math.min(after === undefined ? duration : (end + after) / 2, end + padding),
    };
  });
}
