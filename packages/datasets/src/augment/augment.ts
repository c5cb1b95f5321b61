import type { Audio } from '@ser/audio';
import { invalidArgument, type Random } from '@ser/core';
import { addNoise, babbleNoise, pinkNoise, whiteNoise } from './noise.js';
import { addRoom, randomRoom, roomImpulseResponse } from './room.js';
import { changeGain, changePitch, changeSpeed, changeTempo, cropOrWrap, limitBand } from './sound-changes.js';

/** A least and a greatest value, between which one is drawn evenly. */
export type Range = readonly [least: number, most: number];

/** One way to change audio, as plain JSON; what has a range is drawn anew for each clip. */
export type AugmentationStep = (
  | { readonly kind: 'noise'; readonly colour: 'white' | 'pink' | 'babble'; readonly snrDb: Range }
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
  readonly voices?: readonly Audio[];
}

/** Voices heard at once in babble, at most. */
const VOICES = 6;

/**
 * Changes audio by steps in their order. The same seed gives the same audio; a step that is not taken, or takes more or
 * fewer random numbers, changes nothing about the others.
 *
 * @throws SerError `INVALID_ARGUMENT` for a range or probability that is none, and the errors of the steps.
 * @example
 * const steps = [{ kind: 'room', rt60: [0.2, 0.5] }, { kind: 'noise', colour: 'pink', snrDb: [5, 20], probability: 0.5 }];
 * const changed = augment(audio, steps, new Random(seed).fork(epoch).fork(utterance.id));
 */
export function augment(
  audio: Audio,
  steps: readonly AugmentationStep[],
  random: Random,
  options: AugmentOptions = {},
): Audio {
  let changed = audio;
  for (const [i, step] of steps.entries()) {
    const own = random.fork(i);
    const { probability = 1 } = step;
    if (!(probability >= 0 && probability <= 1)) throw invalidArgument('probability', probability, 'in [0, 1]');
    if (own.next() < probability) changed = applyStep(changed, step, own, options);
  }
  return changed;
}

function applyStep(audio: Audio, step: AugmentationStep, random: Random, { voices = [] }: AugmentOptions): Audio {
  const length = audio.samples.length;
  switch (step.kind) {
    case 'noise': {
      const snrDb = draw('snrDb', step.snrDb, random);
      if (step.colour === 'babble') {
        const others = random.shuffle(voices).slice(0, VOICES);
        return addNoise(audio, babbleNoise(others, length, random), { snrDb });
      }
      const noise = step.colour === 'pink' ? pinkNoise : whiteNoise;
      return addNoise(audio, noise(length, random), { snrDb });
    }
    case 'room': {
      const room = randomRoom(random, draw('rt60', step.rt60, random));
      return addRoom(audio, roomImpulseResponse(room, audio.sampleRate));
    }
    case 'speed':
      return changeSpeed(audio, { factor: draw('factor', step.factor, random) });
    case 'tempo':
      return changeTempo(audio, { factor: draw('factor', step.factor, random) });
    case 'pitch':
      return changePitch(audio, { semitones: draw('semitones', step.semitones, random) });
    case 'gain':
      return changeGain(audio, { db: draw('db', step.db, random) });
    case 'band':
      return limitBand(audio, step);
    case 'crop':
      return cropOrWrap(audio, step, random);
    default:
      throw invalidArgument('kind', (step as { kind: unknown }).kind, 'a known augmentation');
  }
}

function draw(name: string, [least, most]: Range, random: Random): number {
  if (!(Number.isFinite(least) && Number.isFinite(most) && least <= most))
    throw invalidArgument(name, [least, most], 'a least and a greatest number');
  return random.uniform(least, most);
}
