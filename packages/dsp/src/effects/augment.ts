import { invalidArgument, type Random } from '@ser/core';
import { checkFields } from '@ser/core/schema';
import type { Clip } from '../signal/types.js';
import { type AugmentationStep, augmentationSchema } from './augmentation-schema.js';
import { addNoise, babbleNoise, pinkNoise, whiteNoise } from './noise.js';
import { addRoom, randomRoom, roomImpulseResponse } from './room.js';
import { changeGain, changePitch, changeSpeed, changeTempo, cropOrWrap, limitBand } from './sound-changes.js';

/** A lowest and a highest value; values are drawn uniformly between them. */
export type Range = readonly [low: number, high: number];

/** Options of {@link augment}. */
export interface AugmentOptions {
  /** For babble: recordings at the rate of the audio, from the training part only. */
  readonly voices?: readonly Clip[] | undefined;
}

/** Voices heard at once in babble, at most. */
export const BABBLE_VOICES = 6;

/**
 * Checks steps that may come from outside, before any audio is read or changed.
 *
 * @throws SerError `INVALID_ARGUMENT` that names the first wrong field, e.g. `steps.0.snrDb`
 */
export function checkSteps(steps: unknown): asserts steps is readonly AugmentationStep[] {
  const checked = checkFields(augmentationSchema(), steps, { name: 'steps' });
  for (const [i, step] of checked.entries())
    if (step.kind === 'band' && step.lowHz >= step.highHz)
      throw invalidArgument(`steps.${i}.lowHz`, step.lowHz, `below highHz, ${step.highHz}`);
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
  return drawSteps(steps, random).reduce((changed, taken) => applyStep(changed, taken, options), audio);
}

/** A step that is taken, and the generator of its values. */
export interface DrawnStep {
  readonly step: AugmentationStep;
  readonly random: Random;
}

/** Returns the steps that {@link augment} takes with the same random numbers. */
export function drawSteps(steps: readonly AugmentationStep[], random: Random): readonly DrawnStep[] {
  return steps
    .map((step, i) => ({ step, random: random.fork(i) }))
    .filter((drawn) => drawn.random.next() < (drawn.step.probability ?? 1));
}

function applyStep(audio: Clip, { step, random }: DrawnStep, { voices = [] }: AugmentOptions): Clip {
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
