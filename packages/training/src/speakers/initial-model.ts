import { SerError } from '@ser/core';
import { type Corpus, collectionOf } from '@ser/datasets';
import type { SerModel } from '@ser/models';

/** The model whose weights training started from. */
export interface InitialModel {
  /** Its name, from its card. */
  readonly name: string;
  /** The corpora that it was trained on; the evaluated corpus is not among them. */
  readonly corpora: readonly string[];
}

/** Returns the names of the corpora that the utterances of a corpus come from: its own, or those that it combines. */
export const corporaOf = ({ utterances }: Corpus): string[] => [...new Set(utterances.map(({ corpus }) => corpus))];

/**
 * Returns what a result records about its initial model.
 *
 * @throws SerError `INVALID_ARGUMENT` if that model was trained on the evaluated corpus, or does not name its corpora: it may
 *   have been trained on test speakers.
 */
export function unrelatedInitial({ card }: SerModel, corpus: Corpus): InitialModel {
  const { name, corpora } = card;
  const evaluated = new Set([corpus.name, ...corporaOf(corpus)].map(collectionOf));
  const known = corpora.find((one) => evaluated.has(collectionOf(one)));
  if (known === undefined && corpora.length > 0) return { name, corpora };
  const reason = known === undefined ? 'does not name the corpora that it was trained on' : `was trained on ${known}`;
  throw new SerError('INVALID_ARGUMENT', `the initial model ${name} ${reason}, perhaps on test speakers`, {
    hint: 'Start from a model of other corpora; its card names them.',
  });
}
