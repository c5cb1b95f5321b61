import type { FeatureMatrix } from '@ser/dsp';
import type { History } from './history.js';
import type { SpeakerAdaptation } from './judging/adapt-speakers.js';
import type { TrainingPart } from './training-part.js';

/** One fold's work, as a message can carry it. The labels of the test part are not in it. */
export interface FoldJob extends TrainingPart {
  /** Features of the test part, predicted once, after training. */
  readonly test: readonly FeatureMatrix[];
  /** How features are normalised speaker by speaker; all alike if absent. */
  readonly adaptation?: SpeakerAdaptation;
}

/** What a fold gave. */
export interface FoldOutcome {
  readonly history: History;
  /** Fitted on the held-out training speakers; 1 without any. */
  readonly temperature: number;
  /** Class probabilities of each utterance of the test part. */
  readonly probabilities: number[][];
}
