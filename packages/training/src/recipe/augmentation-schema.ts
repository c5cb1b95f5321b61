import { count, type Entries, finite, list, optional, positive, type Schema, share, word } from '@ser/core/schema';
import type { AugmentationStep, Range } from '@ser/dsp';
import * as v from 'valibot';

/** Copies of training clips that are made by changing their sound. */
export interface SoundAugmentation {
  /** Altered copies of each clip beside the plain one. */
  readonly copies: number;
  /** How each copy is altered, in this order. */
  readonly steps: readonly AugmentationStep[];
}

const range: Schema<Range> = v.pipe(
  v.tuple([finite, finite], 'a list of a least and a greatest number'),
  v.check(([least, most]) => least <= most, 'a list of a least and a greatest number'),
);
const taken = { probability: optional(share) };

const step: Schema<AugmentationStep> = v.variant('kind', [
  v.strictObject({ kind: v.literal('noise'), color: word('white', 'pink', 'babble'), snrDb: range, ...taken }),
  v.strictObject({ kind: v.literal('room'), rt60: range, ...taken }),
  v.strictObject({ kind: v.picklist(['speed', 'tempo']), factor: range, ...taken }),
  v.strictObject({ kind: v.literal('pitch'), semitones: range, ...taken }),
  v.strictObject({ kind: v.literal('gain'), db: range, ...taken }),
  v.strictObject({ kind: v.literal('band'), lowHz: positive, highHz: positive, ...taken }),
  v.strictObject({ kind: v.literal('crop'), seconds: positive, ...taken }),
]);

/** The schema of {@link SoundAugmentation}. */
export const augmentationSchema: Schema<SoundAugmentation> = v.strictObject({
  copies: count,
  steps: list(step, 'a list of changes'),
} satisfies Entries<SoundAugmentation>);
