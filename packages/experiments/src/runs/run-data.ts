import type { EmbeddingMap, History, Metrics, UtterancePrediction } from '@ser/training';
import type { RunConfig } from './run-config.js';

/** One fold of a run. */
export interface FoldSummary {
  readonly name: string;
  /** Number of utterances in each part. */
  readonly train: number;
  readonly heldOut: number;
  readonly test: number;
  /** Training speakers that were held out for early stopping and calibration. */
  readonly heldOutSpeakers: readonly string[];
  /** Temperature that was fitted on them; 1 without any. */
  readonly temperature: number;
}

/** The result of an evaluation, as plain data. */
export interface RunData {
  readonly config: RunConfig;
  readonly metrics: Metrics;
  readonly folds: readonly FoldSummary[];
  readonly predictions: readonly UtterancePrediction[];
  /** One training history for each fold; none for an ensemble. */
  readonly histories: readonly History[];
  /** The embeddings of each fold's test part in two dimensions; undefined for runs without, such as ensembles. */
  readonly maps?: readonly EmbeddingMap[] | undefined;
}
