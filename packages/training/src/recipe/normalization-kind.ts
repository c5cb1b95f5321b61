import { invalidArgument } from '@ser/core';

/**
 * Which statistics features are normalized by.
 *
 * - `plain`: those of the training part. Nothing is known about a new speaker.
 * - `speaker`: those of each speaker's own clips, without their labels. Many clips of a new speaker are at hand.
 * - `enrolled`: those of the training part, shifted by a few neutral clips of each speaker.
 *
 * Results of different kinds answer different questions and are never set beside each other as equals.
 */
export type NormalizationKind = 'plain' | 'speaker' | 'enrolled';

/** All kinds, `plain` first. */
export const NORMALIZATION_KINDS: readonly NormalizationKind[] = ['plain', 'speaker', 'enrolled'];

/** Throws `INVALID_ARGUMENT` for a word that is no kind. */
export function checkNormalizationKind(kind: NormalizationKind): void {
  if (!NORMALIZATION_KINDS.includes(kind)) {
    throw invalidArgument('normalization', kind, NORMALIZATION_KINDS.join(', '));
  }
}
