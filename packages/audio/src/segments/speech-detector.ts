import { invalidArgument } from '@ser/core';
import {
  checkSettings,
  type DetectSpeechOptions,
  floorOf,
  type Segment,
  type Settings,
  withDefaults,
} from './detect-speech.js';
import { createFrameMeter, type FrameMeter } from './frame-measures.js';
import { backgroundAndPeak, REACH, STEP } from './noise-floor.js';

/** Options of {@link createSpeechDetector}. */
export interface SpeechDetectorOptions extends DetectSpeechOptions {
  /** Samples per second, in Hz. */
  readonly sampleRate: number;
  /** Longest segment in seconds; a longer one is cut at its quietest point. Default 30. */
  readonly maxSpeech?: number | undefined;
}

/** Finds speech in samples that come piece by piece. What it finds does not depend on the size of the pieces. */
export interface SpeechDetector {
  /** The segment that has begun and not ended; undefined in a pause. */
  readonly current: OpenSegment | undefined;
  /** No segment to come begins before this time, in seconds from the start: earlier samples can be forgotten. */
  readonly earliest: number;
  /**
   * Takes samples.
   *
   * @returns the segments that ended in them, in order. A segment ends `minPause` after its last speech.
   */
  push(samples: Float32Array): Segment[];
  /** Ends the signal, and with it a segment that is open. */
  flush(): Segment[];
}

/** A segment that has not ended. */
export interface OpenSegment {
  /** Seconds from the start of the signal. */
  readonly start: number;
  /** False once there was silence; speech within `minPause` continues the segment. */
  readonly speaking: boolean;
}

/** Seconds that a segment may reach back before the frame by which its onset is recognized. */
const REACH_BACK = 1;
/** Frames between two estimates of the noise floor in the first second. */
const FIRST_STEP = 10;
/** A sound that is there from the very start and whose level spreads less than this, in dB, is steady noise. */
const STEADY_DB = 6;
/** Frames between two checks whether a sound is steady. */
const STEADY_STEP = 10;

/** A run of frames that may become a segment. */
interface Run {
  /** Its first frame, and the one after its last. */
  start: number;
  end: number;
  /** True while the level is above the lower threshold. */
  active: boolean;
  /** The level of each frame from `start` on. */
  levels: number[];
  /** True once it is long enough and not steady. */
  confirmed: boolean;
}

class Detector implements SpeechDetector {
  readonly #settings: Settings;
  readonly #rate: number;
  readonly #meter: FrameMeter;
  readonly #held: Float32Array;
  /** The measures of the last frame. */
  readonly #last = { level: new Float64Array(1), flatness: new Float64Array(1) };
  #filled = 0;
  #received = 0;
  /** Frames so far. */
  #frames = 0;
  /** The level of the last 20 s of frames, oldest first. */
  readonly #recent: number[] = [];
  #onset = Number.POSITIVE_INFINITY;
  #offset = Number.POSITIVE_INFINITY;
  /** The first of the frames before this one that are all above the lower threshold. */
  #aboveSince: number | undefined;
  #run: Run | undefined;
  /** End of the last segment, in seconds. */
  #lastEnd = 0;
  /** The frame after the last segment. */
  #lastFrame = 0;

  constructor(settings: Settings, sampleRate: number) {
    this.#settings = settings;
    this.#rate = sampleRate;
    this.#meter = createFrameMeter(sampleRate);
    this.#held = new Float32Array(this.#meter.size);
  }

  get current(): OpenSegment | undefined {
    return this.#run?.confirmed ? { start: this.#startOf(this.#run), speaking: this.#run.active } : undefined;
  }

  get earliest(): number {
    if (this.#run) return this.#startOf(this.#run);
    const now = this.#received / this.#rate;
    return Math.max(this.#lastEnd, now - REACH_BACK - this.#meter.size / this.#rate - this.#settings.padding);
  }

  push(samples: Float32Array): Segment[] {
    const ended: Segment[] = [];
    for (let at = 0; at < samples.length; ) {
      const part = samples.subarray(at, at + this.#held.length - this.#filled);
      this.#held.set(part, this.#filled);
      this.#filled += part.length;
      this.#received += part.length;
      at += part.length;
      if (this.#filled < this.#held.length) continue;
      this.#frame(ended);
      this.#held.copyWithin(0, this.#meter.hop);
      this.#filled -= this.#meter.hop;
    }
    return ended;
  }

  flush(): Segment[] {
    const ended: Segment[] = [];
    if (this.#frames === 0 && this.#received > 0) {
      this.#held.fill(0, this.#filled);
      this.#frame(ended);
    }
    if (this.#run) this.#end(this.#run, ended);
    return ended;
  }

  #frame(ended: Segment[]): void {
    this.#meter.measure(this.#held, 0, this.#last);
    const level = this.#last.level[0]!;
    const flatness = this.#last.flatness[0]!;
    const t = this.#frames++;
    this.#recent.push(level);
    if (this.#recent.length > 2 * REACH) this.#recent.shift();
    if (t % (t < STEP ? FIRST_STEP : STEP) === 0) this.#estimateFloor();
    const above = level >= this.#offset;
    const begins = level >= this.#onset && flatness < this.#settings.maxFlatness;
    this.#aboveSince = above ? (this.#aboveSince ?? t) : undefined;
    if (this.#run) this.#extend(this.#run, t, { level, above, begins }, ended);
    else if (begins) this.#begin(t);
  }

  #estimateFloor(): void {
    const { onsetDb, offsetDb, minLevelDb } = this.#settings;
    const { noise, speech } = backgroundAndPeak(Float32Array.from(this.#recent));
    const steady = this.#recent.length > STEP && speech - noise < onsetDb;
    const floor = steady ? noise : floorOf(noise, speech, onsetDb);
    this.#onset = Math.max(minLevelDb, floor + onsetDb);
    this.#offset = Math.max(minLevelDb, floor + offsetDb);
  }

  #begin(t: number): void {
    const back = Math.round((REACH_BACK * this.#rate) / this.#meter.hop);
    const start = Math.max(this.#aboveSince ?? t, t - back, this.#lastFrame);
    const levels = this.#recent.slice(this.#recent.length - (t + 1 - start));
    this.#run = { start, end: t + 1, active: true, levels, confirmed: false };
  }

  #extend(
    run: Run,
    t: number,
    { level, above, begins }: { level: number; above: boolean; begins: boolean },
    ended: Segment[],
  ): void {
    run.levels.push(level);
    run.active = run.active ? above : begins;
    if (run.active) run.end = t + 1;
    if (run.levels.length % STEADY_STEP === 0) this.#confirm(run);
    const { minPause, maxSpeech } = this.#settings;
    const seconds = this.#meter.hop / this.#rate;
    if ((t + 1 - run.end) * seconds >= minPause && !run.active) this.#end(run, ended);
    else if ((t + 1 - run.start) * seconds >= maxSpeech) this.#cut(run, ended);
  }

  #confirm(run: Run): void {
    if (run.confirmed) return;
    const seconds = ((run.end - run.start) * this.#meter.hop) / this.#rate;
    if (seconds < this.#settings.minSpeech) return;
    const { noise, speech } = backgroundAndPeak(Float32Array.from(run.levels.slice(0, run.end - run.start)));
    run.confirmed = run.start > 0 || speech - noise >= STEADY_DB;
  }

  #end(run: Run, ended: Segment[]): void {
    this.#confirm(run);
    this.#run = undefined;
    this.#lastFrame = run.end;
    if (!run.confirmed) return;
    const duration = this.#received / this.#rate;
    const end = run.end === this.#frames ? duration : this.#time(run.end) + this.#settings.padding;
    ended.push({ start: this.#startOf(run), end: Math.min(duration, end) });
    this.#lastEnd = ended.at(-1)!.end;
  }

  /** Ends a segment that is as long as it may be at the quietest frame of its second half, where another begins. */
  #cut(run: Run, ended: Segment[]): void {
    this.#confirm(run);
    let cut = Math.max(1, Math.floor(run.levels.length / 2));
    for (let i = cut; i < run.levels.length; i++) if (run.levels[i]! < run.levels[cut]!) cut = i;
    const start = this.#startOf(run);
    this.#lastFrame = run.start + cut;
    const end = this.#time(this.#lastFrame);
    if (run.confirmed) ended.push({ start, end });
    this.#lastEnd = end;
    this.#run = {
      ...run,
      start: this.#lastFrame,
      end: Math.max(run.end, this.#lastFrame),
      levels: run.levels.slice(cut),
      confirmed: false,
    };
    this.#confirm(this.#run);
  }

  #startOf({ start }: Run): number {
    return Math.max(this.#lastEnd, start === 0 ? 0 : this.#time(start) - this.#settings.padding);
  }

  /** Returns where a frame begins to count, in seconds. */
  #time(frame: number): number {
    const { hop, size } = this.#meter;
    return (frame * hop + (size - hop) / 2) / this.#rate;
  }
}

/**
 * Returns a detector that finds the segments of speech in samples that come piece by piece.
 *
 * It follows the rules of {@link detectSpeech}, with what can be known at the time: the noise floor is that of the last
 * 20 s, a segment reaches back by at most 1 s from the frame by which its onset is recognized, and a sound whose level
 * hardly changes for a second is background from then on, and no speech at all if the signal begins with it. Memory is that of the longest segment.
 *
 * @param options `sampleRate` in Hz, and the options of `detectSpeech`; `maxSpeech` is 30 s by default, and `padding`
 *   at most half of `minPause`.
 * @throws SerError INVALID_ARGUMENT if an option is out of range.
 *
 * @example
 * const detector = createSpeechDetector({ sampleRate: 16000 });
 * for await (const block of microphone) for (const segment of detector.push(block)) console.log(segment);
 * // { start: 0.35, end: 2.81 }
 */
export function createSpeechDetector({ sampleRate, ...options }: SpeechDetectorOptions): SpeechDetector {
  if (!(sampleRate > 0 && sampleRate < Number.POSITIVE_INFINITY))
    throw invalidArgument('sampleRate', sampleRate, 'a positive number of Hz');
  const settings = withDefaults({ ...options, maxSpeech: options.maxSpeech ?? 30 });
  checkSettings(settings);
  const { maxSpeech, padding, minPause } = settings;
  if (maxSpeech === Number.POSITIVE_INFINITY)
    throw invalidArgument('maxSpeech', maxSpeech, 'a finite number of seconds');
  if (padding > minPause / 2) throw invalidArgument('padding', padding, `at most half of minPause, ${minPause / 2} s`);
  return new Detector(settings, sampleRate);
}
