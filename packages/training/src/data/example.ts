import { SerError } from '@ser/core';
import type { Corpus } from '@ser/datasets';
import type { FeatureMatrix } from '@ser/dsp';
import { utterancesOf } from './extract-features.js';

/** The features of one utterance and its class. */
export interface Example {
  readonly id: string;
  /** Frame-major features, not normalised. */
  readonly features: FeatureMatrix;
  /** Position of the class in the model's labels. */
  readonly label: number;
}

/** The examples of some utterances of a corpus; classes are numbered in the order of `corpus.emotions`. */
export function examplesOf(
  corpus: Corpus,
  ids: readonly string[],
  features: ReadonlyMap<string, FeatureMatrix>,
): Example[] {
  return utterancesOf(corpus, ids).map(({ id, emotion }) => ({
    id,
    features: featuresOf(features, id),
    label: corpus.emotions.indexOf(emotion),
  }));
}

/** The features of an utterance; throws `INVALID_ARGUMENT` if there are none. */
export function featuresOf(features: ReadonlyMap<string, FeatureMatrix>, id: string): FeatureMatrix {
  const matrix = features.get(id);
  if (!matrix) throw new SerError('INVALID_ARGUMENT', `features of utterance ${id} are missing`);
  return matrix;
}
