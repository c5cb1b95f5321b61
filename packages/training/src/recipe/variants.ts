import { SerError } from '@ser/core';
import type { Split } from '@ser/datasets';
import type { FeatureMatrix } from '@ser/dsp';
import type { SoundAugmentation } from './augmentation-schema.js';

/** How augmented versions were made, as `extractAugmented` of `@ser/datasets` takes it: equal ones make equal versions. */
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
  const kinds = steps.map((step) => (step.kind === 'noise' ? `${step.color} noise` : step.kind));
  return `${copies} altered ${copies === 1 ? 'copy' : 'copies'} of each clip (${[...new Set(kinds)].join(', ')})`;
}

/**
 * Checks that altered copies of training clips hold nothing of a fold's test clips: babble is mixed from other clips of
 * the same speaker, whichever part they are in. `crossValidate` and `nestedCrossValidate` do so too; asked before, it saves
 * the making of copies that will be refused.
 *
 * @param augmentation how copies are made; undefined if there are none.
 * @throws SerError `INVALID_ARGUMENT` for babble where folds share speakers.
 */
export function checkAugmentation(augmentation: SoundAugmentation | undefined, split: Split): void {
  if (split.speakerIndependent || !augmentation) return;
  if (!augmentation.steps.some((step) => step.kind === 'noise' && step.color === 'babble')) return;
  throw new SerError(
    'INVALID_ARGUMENT',
    `babble is mixed from other clips of the same speaker, those of the test part included: ${split.protocol} has folds that share speakers`,
    { hint: 'Leave babble out of the steps of the augmentation, or take a protocol whose folds share no speakers.' },
  );
}
