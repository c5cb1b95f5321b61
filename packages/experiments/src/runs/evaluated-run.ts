import type { Emotion } from '@ser/core';
import type { AdaptationKind, UtterancePrediction } from '@ser/training';

/** The part of a run that comparisons need. Every `Run` is one. */
export interface EvaluatedRun {
  readonly config: {
    readonly corpus: string;
    readonly protocol: string;
    /** `none` if absent. */
    readonly speakerAdaptation?: AdaptationKind | undefined;
    readonly labels: readonly Emotion[];
  };
  readonly predictions: readonly UtterancePrediction[];
}
