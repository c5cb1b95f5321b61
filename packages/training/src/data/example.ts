import { isKnownEmotion, SerError } from '@ser/core';
import { AFFECT, type Corpus, collectionOf, utterancesOf } from '@ser/datasets';
import type { FeatureMatrix } from '@ser/dsp';
import type { GROUPINGS } from '../recipe/training-schema.js';

/** The features of one utterance, its class, and what else is known of it. */
export interface Example {
  readonly id: string;
  /** Frame-major features, not normalized. */
  readonly features: FeatureMatrix;
  /** Altered copies: each epoch of training reads the plain features or one of them, each with the same chance. */
  readonly variants?: readonly FeatureMatrix[] | undefined;
  /** Position of the class in the model's labels. */
  readonly label: number;
  /** Part of the listeners' votes that each class got, in the order of the model's labels; they add up to 1. */
  readonly votes?: readonly number[] | undefined;
  /** How much the example counts in the loss; 1 by default. */
  readonly weight?: number | undefined;
  readonly corpus?: string | undefined;
  /** Unique within the corpus. */
  readonly speaker?: string | undefined;
  readonly gender?: string | undefined;
  /** From -1 to 1, see `AFFECT` of `@ser/datasets`; absent for emotions that are not in that table. */
  readonly arousal?: number | undefined;
  readonly valence?: number | undefined;
}

/**
 * The examples of some utterances of a corpus; classes are numbered in the order of `corpus.emotions`.
 *
 * @param variants altered copies by id, for training parts only, see `Example.variants`.
 * @throws SerError `INVALID_ARGUMENT` for an utterance without features, or without variants where there are any.
 */
export function examplesOf(
  corpus: Corpus,
  ids: readonly string[],
  features: ReadonlyMap<string, FeatureMatrix>,
  variants?: ReadonlyMap<string, readonly FeatureMatrix[]>,
): Example[] {
  return utterancesOf(corpus, ids).map((utterance) => {
    const { id, speaker, gender, emotion } = utterance;
    const copies = variants?.get(id);
    const votes = utterance.votes && votesFor(corpus.emotions, utterance.votes);
    if (variants && !copies) throw new SerError('INVALID_ARGUMENT', `variants of utterance ${id} are missing`);
    return {
      id,
      features: featuresOf(features, id),
      ...(copies ? { variants: copies } : {}),
      label: corpus.emotions.indexOf(emotion),
      ...(votes ? { votes } : {}),
      corpus: utterance.corpus,
      speaker,
      ...(gender === undefined ? {} : { gender }),
      ...(isKnownEmotion(emotion) ? { arousal: AFFECT[emotion].arousal, valence: AFFECT[emotion].valence } : {}),
    };
  });
}

/** Votes in the order of the classes, of those alone who heard one of them; undefined if nobody did. */
function votesFor(emotions: readonly string[], votes: Readonly<Record<string, number>>): number[] | undefined {
  const shares = emotions.map((emotion) => (Object.hasOwn(votes, emotion) ? votes[emotion]! : 0));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return total > 0 ? shares.map((share) => share / total) : undefined;
}

/** The features of an utterance; throws `INVALID_ARGUMENT` if there are none. */
export function featuresOf(features: ReadonlyMap<string, FeatureMatrix>, id: string): FeatureMatrix {
  const matrix = features.get(id);
  if (!matrix) throw new SerError('INVALID_ARGUMENT', `features of utterance ${id} are missing`);
  return matrix;
}

/** The group of an example; speakers of two collections may have the same name. */
export function groupOf(example: Example, grouping: (typeof GROUPINGS)[number]): string | undefined {
  const { corpus = '', speaker } = example;
  return grouping === 'speaker' ? speaker && `${collectionOf(corpus)}/${speaker}` : example[grouping];
}
