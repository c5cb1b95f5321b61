import type { Emotion } from '@ser/core';
import type { UtterancePrediction } from '../metrics/utterance-prediction.js';
import type { NormalisationKind } from './normalisation-kind.js';

/** What has to be known of a run to set it beside another one; every cross-validation has it. */
export interface JudgedRun {
  readonly config: {
    readonly corpus: string;
    readonly protocol: string;
    /** `plain` if absent. */
    readonly normalisation?: NormalisationKind;
    readonly labels: readonly Emotion[];
  };
  readonly predictions: readonly UtterancePrediction[];
}
