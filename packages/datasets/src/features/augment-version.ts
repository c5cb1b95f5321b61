import { type Audio, resampleAudio } from '@ser/audio';
import { Random } from '@ser/core';
import { type AugmentationStep, augment } from '@ser/dsp';

/** Options of {@link augmentVersion}. */
export interface VersionOptions {
  readonly steps: readonly AugmentationStep[];
  readonly seed: number;
  /** Id of the utterance. */
  readonly id: string;
  /** Number of the version, from 0. */
  readonly version: number;
  /** For babble, at any rate. */
  readonly voices: readonly Audio[];
}

/** Returns the generator of a version: it depends on the seed, the utterance and the number, and on nothing else. */
export function versionRandom({ seed, id, version }: Pick<VersionOptions, 'seed' | 'id' | 'version'>): Random {
  return new Random(seed).fork(id).fork(version);
}

/** Returns an augmented version of an utterance. */
export function augmentVersion(audio: Audio, { voices, steps, ...which }: VersionOptions): Audio {
  const heard = voices.map((voice) => resampleAudio(voice, audio.sampleRate));
  return augment(audio, steps, versionRandom(which), { voices: heard });
}
