import type { FeatureMatrix } from '@ser/dsp';
import type { TrainingPart } from '../fit/training-part.js';
import type { History } from '../metrics/history.js';
import type { FoldSpeakers } from '../speakers/speaker-knowledge.js';

/** One fold's work, as a message can carry it. The labels of the test part are not in it. */
export interface FoldJob extends TrainingPart {
  /** Features of the test part, predicted once, after training. */
  readonly test: readonly FeatureMatrix[];
  /** What is known of the speakers beforehand; strangers if absent. */
  readonly known?: FoldSpeakers | undefined;
}

/** What a fold gave. */
export interface FoldOutcome {
  readonly history: History;
  /** Fitted on the held-out training speakers; 1 without any. */
  readonly temperature: number;
  /** Class probabilities of each utterance of the test part. */
  readonly probabilities: number[][];
}
