import { invalidArgument } from '@ser/core';
import type { EnrollmentKind } from '@ser/models';

/**
 * How features are adapted to each speaker before they are normalized.
 *
 * - `none`: not at all. Features are normalized with the statistics of the training part.
 * - `speaker`: with the statistics of all clips of the speaker, without their labels. It needs many clips of a new speaker.
 * - `enrolled`: with the statistics of the training part, shifted by a few neutral clips of the speaker.
 *
 * Results of different kinds answer different questions and cannot be compared.
 */
export type AdaptationKind = 'none' | EnrollmentKind;

/** All kinds of speaker adaptation, `none` first. */
export const ADAPTATION_KINDS: readonly AdaptationKind[] = ['none', 'speaker', 'enrolled'];

/** @throws SerError `INVALID_ARGUMENT` for an unknown kind. */
export function checkAdaptationKind(kind: AdaptationKind): void {
  if (!ADAPTATION_KINDS.includes(kind)) throw invalidArgument('speakerAdaptation', kind, ADAPTATION_KINDS.join(', '));
}
