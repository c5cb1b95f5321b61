import { invalidArgument } from '@ser/core';

/**
 * Which statistics features are normalised by.
 *
 * - `plain`: those of the training part. Nothing is known about a new speaker.
 * - `speaker`: those of each speaker's own clips, without their labels. Many clips of a new speaker are at hand.
 * - `enrolled`: those of the training part, shifted by a few neutral clips of each speaker.
 *
 * Results of different kinds answer different questions and are never set beside each other as equals.
 */
export type NormalisationKind = 'plain' | 'speaker' | 'enrolled';

/** All kinds, `plain` first. */
export const NORMALISATION_KINDS: readonly NormalisationKind[] = ['plain', 'speaker', 'enrolled'];

/** Throws `INVALID_ARGUMENT` for a word that is no kind. */
export function checkNormalisationKind(kind: NormalisationKind): void {
  if (!NORMALISATION_KINDS.includes(kind)) {
    throw invalidArgument('normalisation', kind, NORMALISATION_KINDS.join(', '));
  }
}
