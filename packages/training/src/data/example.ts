import { AFFECT, isKnownEmotion, SerError } from '@ser/core';
import { type Corpus, collectionOf, utterancesOf } from '@ser/datasets';
import type { FeatureMatrix } from '@ser/dsp';
import type { GROUPINGS } from '../recipe/training-schema.js';

/** The features of one utterance, its class and its properties. */
export interface Example {
  readonly id: string;
  /** Frame-major features, not normalized. */
  readonly features: FeatureMatrix;
  /** Augmented versions: each epoch of training reads the original features or one version, with the same probability. */
  readonly variants?: readonly FeatureMatrix[] | undefined;
  /** Position of the class in the model's labels. */
  readonly label: number;
  /** Share of the listeners' votes for each class, in the order of the model's labels; they add up to 1. */
  readonly votes?: readonly number[] | undefined;
  /** Weight of the example in the loss; 1 by default. */
  readonly weight?: number | undefined;
  readonly corpus?: string | undefined;
  /** Unique within the corpus. */
  readonly speaker?: string | undefined;
  readonly gender?: string | undefined;
  /** From −1 to 1, see `AFFECT` of `@ser/core`; absent for emotions that are not in that table. */
  readonly arousal?: number | undefined;
  readonly valence?: number | undefined;
}

/**
 * Returns the examples of utterances of a corpus; classes are numbered in the order of `corpus.emotions`.
 *
 * @param variants augmented versions by id, for training parts only, see `Example.variants`.
 * @throws SerError `INVALID_ARGUMENT` for an utterance without features, or without versions if `variants` is given.
 */
export function examplesOf(
  corpus: Corpus,
  ids: readonly string[],
  features: ReadonlyMap<string, FeatureMatrix>,
  variants?: ReadonlyMap<string, readonly FeatureMatrix[]>,
): Example[] {
  return utterancesOf(corpus, ids).map((utterance) => {
    const { id, speaker, gender, emotion } = utterance;
    const versions = variants?.get(id);
    const affect = isKnownEmotion(emotion) ? AFFECT[emotion] : undefined;
    if (variants && !versions)
      throw new SerError('INVALID_ARGUMENT', `augmented versions of utterance ${id} are missing`);
    return {
      id,
      features: featuresOf(features, id),
      variants: versions,
      label: corpus.emotions.indexOf(emotion),
      votes: utterance.votes && votesFor(corpus.emotions, utterance.votes),
      corpus: utterance.corpus,
      speaker,
      gender,
      arousal: affect?.arousal,
      valence: affect?.valence,
    };
  });
}

/** Returns the votes for the classes, in their order; undefined if there are none. */
function votesFor(emotions: readonly string[], votes: Readonly<Record<string, number>>): number[] | undefined {
  const shares = emotions.map((emotion) => (Object.hasOwn(votes, emotion) ? votes[emotion]! : 0));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return total > 0 ? shares.map((share) => share / total) : undefined;
}

/** Returns the features of an utterance; throws `INVALID_ARGUMENT` if there are none. */
export function featuresOf(features: ReadonlyMap<string, FeatureMatrix>, id: string): FeatureMatrix {
  const matrix = features.get(id);
  if (!matrix) throw new SerError('INVALID_ARGUMENT', `features of utterance ${id} are missing`);
  return matrix;
}

/** Returns the group of an example. Speakers of two collections may have the same name. */
export function groupOf(example: Example, grouping: (typeof GROUPINGS)[number]): string | undefined {
  const { corpus = '', speaker } = example;
  return grouping === 'speaker' ? speaker && `${collectionOf(corpus)}/${speaker}` : example[grouping];
}
