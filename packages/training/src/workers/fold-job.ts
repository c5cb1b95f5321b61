import type { FeatureMatrix } from '@ser/dsp';
import type { TrainingPart } from '../fit/training-part.js';
import type { EmbeddingMap } from '../metrics/embedding-map.js';
import type { History } from '../metrics/history.js';
import type { FoldAdaptation } from '../speakers/plan-adaptation.js';

/** The work of one fold, as a message can carry it. It does not contain the labels of the test part. */
export interface FoldJob extends TrainingPart {
  /** Features of the test part, predicted once, after training. */
  readonly test: readonly FeatureMatrix[];
  /** Clips that features are adapted with; no speaker adaptation if absent. */
  readonly adaptation?: FoldAdaptation | undefined;
}

/** The result of one fold. */
export interface FoldOutcome {
  readonly history: History;
  /** Fitted on the held-out training speakers; 1 without any. */
  readonly temperature: number;
  /** Class probabilities of each utterance of the test part. */
  readonly probabilities: number[][];
  /** Where each of them lies among the others for the network; undefined for a network without an embedding. */
  readonly map?: EmbeddingMap | undefined;
}
