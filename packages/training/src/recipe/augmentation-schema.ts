import { asGiven, count, type Entries, type Schema } from '@ser/core/schema';
import { type AugmentationStep, augmentationSchema as stepsSchema } from '@ser/dsp';
import * as v from 'valibot';

/** Augmented versions of training clips, made by changing their sound. */
export interface SoundAugmentation {
  /** Number of augmented versions of each clip, in addition to the clip itself. */
  readonly copies: number;
  /** How each version is made, in this order. */
  readonly steps: readonly AugmentationStep[];
}

/** The schema of {@link SoundAugmentation}. */
export const augmentationSchema: Schema<SoundAugmentation> = v.strictObject({
  copies: count,
  steps: asGiven(stepsSchema),
} satisfies Entries<SoundAugmentation>);
