import type { AffectPoint } from './affect.js';

/** What a model says about the emotion of some speech. Packages that take any model ask for this. */
export interface EmotionAnswer {
  /** The most probable emotion. */
  readonly label: string;
  /** Its probability, 0 to 1. */
  readonly confidence: number;
  /** All emotions of the model, the most probable first. */
  readonly probabilities: readonly { readonly label: string; readonly probability: number }[];
  /** Mean valence and arousal of the emotions, see `meanAffect`; undefined if no emotion has coordinates. */
  readonly affect?: AffectPoint | undefined;
  /** Why the answer is not to be relied on; undefined if it is. */
  readonly uncertain?: { readonly reason: string; readonly message: string } | undefined;
}

/** The answer for a recording of up to 30 s, or for a spoken segment of a longer one. */
export interface EmotionSegment extends EmotionAnswer {
  /** In seconds from the start of the recording. */
  readonly start: number;
  readonly end: number;
  /** What was repaired or left out in decoding, one sentence each. */
  readonly notes: readonly string[];
  /** What is wrong with level or length, one sentence each. */
  readonly warnings: readonly string[];
}
