/** An emotion, and how probable it is, 0 to 1. */
export interface LabelProbability {
  readonly label: string;
  readonly probability: number;
}

/** What the model says about some seconds of sound. */
export interface Answer {
  readonly label: string;
  /** Calibrated probability of `label`, 0 to 1. */
  readonly confidence: number;
  /** The most probable first. */
  readonly probabilities: readonly LabelProbability[];
  /** Why the answer is not to be relied on. */
  readonly uncertain?: { readonly reason: string; readonly message: string } | undefined;
}

/** A segment of speech with its answer, and the label that a person gave it. */
export interface LiveSegment {
  /** In seconds from the start of the recording. */
  readonly start: number;
  readonly end: number;
  readonly answer: Answer;
  /** The label given by hand; undefined if there is none. */
  readonly byHand?: string | undefined;
}

/** Returns the label of a segment: that of a person before that of the model. */
export const labelOf = ({ byHand, answer }: LiveSegment): string => byHand ?? answer.label;
