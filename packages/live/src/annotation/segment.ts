import type { EmotionAnswer } from '@ser/core';

/** A segment of speech with its answer, and the label that a person gave it. */
export interface LiveSegment {
  /** In seconds from the start of the recording. */
  readonly start: number;
  readonly end: number;
  readonly answer: EmotionAnswer;
  /** The label given by hand; undefined if there is none. */
  readonly byHand?: string | undefined;
  /** True if it is kept as a clip with the label that it had then. */
  readonly isKept?: boolean | undefined;
}

/** Returns the label of a segment: that of a person before that of the model. */
export const labelOf = ({ byHand, answer }: LiveSegment): string => byHand ?? answer.label;
