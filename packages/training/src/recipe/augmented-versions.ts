import { SerError } from '@ser/core';
import type { Split, VersionRecipe } from '@ser/datasets';
import type { FeatureMatrix } from '@ser/dsp';

/** How augmented versions of training clips are made: a number of versions for each clip, and steps that change its audio. */
export type AudioAugmentation = Omit<VersionRecipe, 'seed'>;

/** Augmented versions of utterances, and how they were made; results and model cards record the latter. */
export interface AugmentedVersions {
  /** Features of the versions by utterance id, from the front end of the original features. */
  readonly features: ReadonlyMap<string, readonly FeatureMatrix[]>;
  readonly augmentation: VersionRecipe;
}

/**
 * Returns a short description of an augmentation.
 *
 * @example
 * describeAugmentation({ copies: 2, steps }); // '2 augmented versions of each clip (pink noise, room)'
 */
export function describeAugmentation({ copies, steps }: AudioAugmentation): string {
  const kinds = steps.map((step) => (step.kind === 'noise' ? `${step.color} noise` : step.kind));
  const versions = copies === 1 ? '1 augmented version' : `${copies} augmented versions`;
  return `${versions} of each clip (${[...new Set(kinds)].join(', ')})`;
}

/**
 * Checks that augmented versions of training clips cannot contain test clips. Babble is mixed from other clips of the same
 * speaker, also from those of the test part.
 *
 * @param augmentation undefined if there are no augmented versions.
 * @throws SerError `INVALID_ARGUMENT` for babble where folds share speakers.
 */
export function checkAugmentation(augmentation: AudioAugmentation | undefined, split: Split): void {
  if (split.speakerIndependent || !augmentation) return;
  if (!augmentation.steps.some((step) => step.kind === 'noise' && step.color === 'babble')) return;
  throw new SerError(
    'INVALID_ARGUMENT',
    `babble is mixed from other clips of the same speaker, also from test clips: the folds of ${split.protocol} share speakers`,
    { hint: 'Remove babble from the steps of audioAugmentation, or use a protocol whose folds share no speakers.' },
  );
}
