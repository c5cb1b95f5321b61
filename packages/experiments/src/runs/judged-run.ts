import type { Emotion } from '@ser/core';
import type { NormalizationKind, UtterancePrediction } from '@ser/training';

/** What has to be known of a run to set it beside another one; every cross-validation has it. */
export interface JudgedRun {
  readonly config: {
    readonly corpus: string;
    readonly protocol: string;
    /** `plain` if absent. */
    readonly normalization?: NormalizationKind;
    readonly labels: readonly Emotion[];
  };
  readonly predictions: readonly UtterancePrediction[];
}
