import type { FeatureMatrix } from '@ser/dsp';
import type { SoundAugmentation } from './experiment/augmentation-schema.js';

/** How altered copies were made, as `loadVariants` of `@ser/datasets/node` takes it: equal ones make equal copies. */
export interface SeededAugmentation extends SoundAugmentation {
  /** Seed of everything that was drawn at random. */
  readonly seed: number;
}

/** Altered copies of utterances, and how they were made, which results and model cards record. */
export interface Variants {
  /** By utterance id, extracted with the same front end as the plain features. */
  readonly features: ReadonlyMap<string, readonly FeatureMatrix[]>;
  readonly augmentation: SeededAugmentation;
}

/** An augmentation in a few words, e.g. `2 altered copies of each clip (pink noise, room)`. */
export function describeAugmentation({ copies, steps }: SoundAugmentation): string {
  const kinds = steps.map((step) => (step.kind === 'noise' ? `${step.colour} noise` : step.kind));
  return `${copies} altered ${copies === 1 ? 'copy' : 'copies'} of each clip (${[...new Set(kinds)].join(', ')})`;
}
