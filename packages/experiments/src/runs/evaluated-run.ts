import type { Emotion } from '@ser/core';
import type { NormalizationKind, UtterancePrediction } from '@ser/training';

/** The part of a run that comparisons need; every `Run` has it. */
export interface EvaluatedRun {
  readonly config: {
    readonly corpus: string;
    readonly protocol: string;
    /** `plain` if absent. */
    readonly normalization?: NormalizationKind | undefined;
    readonly labels: readonly Emotion[];
  };
  readonly predictions: readonly UtterancePrediction[];
}
