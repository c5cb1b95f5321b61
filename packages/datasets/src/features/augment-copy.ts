import { type Audio, resampleAudio } from '@ser/audio';
import { Random } from '@ser/core';
import { type AugmentationStep, augment } from '@ser/dsp';

/** Which copy of which utterance is made, and of what. */
export interface CopyOptions {
  readonly steps: readonly AugmentationStep[];
  readonly seed: number;
  /** Id of the utterance. */
  readonly id: string;
  /** From 0. */
  readonly copy: number;
  /** For babble, at any rate. */
  readonly voices: readonly Audio[];
}

/** The generator of a copy: it depends on the seed, the utterance and the copy, and on nothing else. */
export function copyRandom({ seed, id, copy }: Pick<CopyOptions, 'seed' | 'id' | 'copy'>): Random {
  return new Random(seed).fork(id).fork(copy);
}

/** An augmented copy of an utterance. */
export function augmentCopy(audio: Audio, { voices, steps, ...which }: CopyOptions): Audio {
  const heard = voices.map((voice) => resampleAudio(voice, audio.sampleRate));
  return augment(audio, steps, copyRandom(which), { voices: heard });
}
