import { SerError } from '@ser/core';
import { type Corpus, collectionOf } from '@ser/datasets';
import type { SerModel } from '@ser/models';

/** The model that training began with instead of random weights. */
export interface InitialModel {
  /** Its name, from its card. */
  readonly name: string;
  /** The corpora that it was trained on; none of them is the one that is evaluated. */
  readonly corpora: readonly string[];
}

/** The corpora that the utterances of a corpus come from: itself, or those that it combines. */
export const corporaOf = ({ utterances }: Corpus): string[] => [...new Set(utterances.map(({ corpus }) => corpus))];

/**
 * What a result records of the model that training began with.
 *
 * @throws SerError `INVALID_ARGUMENT` if it learnt from the corpus that is judged, or does not say what from: it may have
 *   met the test speakers.
 */
export function unrelatedInitial({ card }: SerModel, corpus: Corpus): InitialModel {
  const { name, corpora } = card;
  const judged = new Set([corpus.name, ...corporaOf(corpus)].map(collectionOf));
  const known = corpora.find((one) => judged.has(collectionOf(one)));
  if (known === undefined && corpora.length > 0) return { name, corpora };
  const reason = known === undefined ? 'does not say which corpora it learnt from' : `has learnt from ${known}`;
  throw new SerError('INVALID_ARGUMENT', `the initial model ${name} ${reason}: it may know the test speakers`, {
    hint: 'Begin with a model of other corpora; its card names them.',
  });
}
