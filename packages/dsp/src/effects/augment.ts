import { invalidArgument, type Random } from '@ser/core';
import type { Clip } from '../signal/types.js';
import { addNoise, babbleNoise, pinkNoise, whiteNoise } from './noise.js';
import { addRoom, randomRoom, roomImpulseResponse } from './room.js';
import { changeGain, changePitch, changeSpeed, changeTempo, cropOrWrap, limitBand } from './sound-changes.js';

/** A least and a greatest value, between which one is drawn evenly. */
export type Range = readonly [least: number, most: number];

/** One way to change audio, as plain JSON; what has a range is drawn anew for each clip. */
export type AugmentationStep = (
  | { readonly kind: 'noise'; readonly color: 'white' | 'pink' | 'babble'; readonly snrDb: Range }
  | { readonly kind: 'room'; readonly rt60: Range }
  | { readonly kind: 'speed' | 'tempo'; readonly factor: Range }
  | { readonly kind: 'pitch'; readonly semitones: Range }
  | { readonly kind: 'gain'; readonly db: Range }
  | { readonly kind: 'band'; readonly lowHz: number; readonly highHz: number }
  | { readonly kind: 'crop'; readonly seconds: number }
) & {
  /** How likely the step is taken, 0 to 1; 1 by default. */
  readonly probability?: number;
};

/** Options of {@link augment}. */
export interface AugmentOptions {
  /** For babble: recordings at the rate of the audio, from the training part only. */
  readonly voices?: readonly Clip[];
}

/** Voices heard at once in babble, at most. */
export const BABBLE_VOICES = 6;

/** The numbers of each kind of step, each a range to draw from, and where they must lie. */
const DRAWN: Readonly<Record<string, Readonly<Record<string, Range>>>> = {
  noise: { snrDb: [-60, 120] },
  room: { rt60: [0.05, 1.5] },
  speed: { factor: [0.5, 2] },
  tempo: { factor: [0.5, 2] },
  pitch: { semitones: [-12, 12] },
  gain: { db: [-60, 60] },
  band: {},
  crop: {},
};
const COLORS: readonly unknown[] = ['white', 'pink', 'babble'];

/**
 * Looks at steps that may come from outside, before anything is changed.
 *
 * @throws SerError `INVALID_ARGUMENT` naming the step and the field.
 */
export function checkSteps(steps: unknown): asserts steps is readonly AugmentationStep[] {
  if (!Array.isArray(steps) || steps.length === 0) throw invalidArgument('steps', steps, 'a list of steps');
  for (const [i, step] of steps.entries() as Iterable<[number, unknown]>) {
    const at = `steps[${i}]`;
    if (typeof step !== 'object' || step === null) throw invalidArgument(at, step, 'an object');
    const fields = step as Readonly<Record<string, unknown>>;
    const { kind, probability = 1 } = fields;
    const drawn = typeof kind === 'string' && Object.hasOwn(DRAWN, kind) ? DRAWN[kind] : undefined;
    if (!drawn) throw invalidArgument(`${at}.kind`, kind, `one of ${Object.keys(DRAWN).join(', ')}`);
    checkNumber(`${at}.probability`, probability, [0, 1]);
    for (const [name, limits] of Object.entries(drawn)) checkRange(`${at}.${name}`, fields[name], limits);
    if (kind === 'noise' && !COLORS.includes(fields.color))
      throw invalidArgument(`${at}.color`, fields.color, `one of ${COLORS.join(', ')}`);
    if (kind === 'band') {
      checkNumber(`${at}.lowHz`, fields.lowHz, [0, 96_000]);
      checkNumber(`${at}.highHz`, fields.highHz, [fields.lowHz as number, 96_000]);
    }
    if (kind === 'crop') checkNumber(`${at}.seconds`, fields.seconds, [0.01, 3600]);
  }
}

function checkNumber(name: string, value: unknown, [low, high]: Range): asserts value is number {
  if (!(typeof value === 'number' && value >= low && value <= high))
    throw invalidArgument(name, value, `a number from ${low} to ${high}`);
}

function checkRange(name: string, value: unknown, [low, high]: Range): void {
  const [least, most] = Array.isArray(value) && value.length === 2 ? (value as unknown[]) : [];
  if (!(typeof least === 'number' && typeof most === 'number' && low <= least && least <= most && most <= high))
    throw invalidArgument(name, value, `a least and a greatest number within [${low}, ${high}]`);
}

/**
 * Changes audio by steps in their order. The same seed gives the same audio; a step that is not taken, or takes more or
 * fewer random numbers, changes nothing about the others.
 *
 * @throws SerError `INVALID_ARGUMENT` for a step that is none, naming its field, and the errors of the steps.
 * @example
 * const steps = [{ kind: 'room', rt60: [0.2, 0.5] }, { kind: 'noise', color: 'pink', snrDb: [5, 20], probability: 0.5 }];
 * const changed = augment(audio, steps, new Random(seed).fork(epoch).fork(utterance.id));
 */
export function augment(
  audio: Clip,
  steps: readonly AugmentationStep[],
  random: Random,
  options: AugmentOptions = {},
): Clip {
  checkSteps(steps);
  let changed = audio;
  for (const [i, step] of steps.entries()) {
    const own = random.fork(i);
    if (own.next() < (step.probability ?? 1)) changed = applyStep(changed, step, own, options);
  }
  return changed;
}

function applyStep(audio: Clip, step: AugmentationStep, random: Random, { voices = [] }: AugmentOptions): Clip {
  const length = audio.samples.length;
  switch (step.kind) {
    case 'noise': {
      const snrDb = draw(step.snrDb, random);
      if (step.color === 'babble') {
        const others = random.shuffle(voices).slice(0, BABBLE_VOICES);
        return addNoise(audio, babbleNoise(others, length, random), { snrDb });
      }
      const noise = step.color === 'pink' ? pinkNoise : whiteNoise;
      return addNoise(audio, noise(length, random), { snrDb });
    }
    case 'room': {
      const room = randomRoom(random, draw(step.rt60, random));
      return addRoom(audio, roomImpulseResponse(room, audio.sampleRate));
    }
    case 'speed':
      return changeSpeed(audio, { factor: draw(step.factor, random) });
    case 'tempo':
      return changeTempo(audio, { factor: draw(step.factor, random) });
    case 'pitch':
      return changePitch(audio, { semitones: draw(step.semitones, random) });
    case 'gain':
      return changeGain(audio, { db: draw(step.db, random) });
    case 'band':
      return limitBand(audio, step);
    case 'crop':
      return cropOrWrap(audio, step, random);
  }
}

const draw = ([least, most]: Range, random: Random): number => random.uniform(least, most);
