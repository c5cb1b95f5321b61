import { collectionOf } from '../../corpus/collection.js';
import type { Protocol } from './protocol.js';
import { foldWhere } from './protocol.js';

/** The corpora, together where the same people speak: lists of names, in alphabetical order. */
function groupsIn(utterances: Iterable<{ corpus: string }>): string[][] {
  const groups = new Map<string, string[]>();
  for (const corpus of [...new Set(Array.from(utterances, (utterance) => utterance.corpus))].sort()) {
    const collection = collectionOf(corpus);
    groups.set(collection, [...(groups.get(collection) ?? []), corpus]);
  }
  return [...groups.values()];
}

/**
 * For combined corpora: each corpus is tested once by a model trained on all the others. Corpora of the same people
 * (`ravdess` and `ravdess-song`) are tested together.
 */
export const crossCorpus: Protocol = {
  name: 'cross-corpus',
  description: 'leave one corpus out: as many folds as combined corpora',
  speakerIndependent: true,
  seeded: false,
  unfit: ({ utterances }) =>
    groupsIn(utterances).length < 2
      ? 'it holds one corpus, or corpora of the same people; combine two or more of different people with combineCorpora'
      : undefined,
  folds: ({ utterances }) =>
    groupsIn(utterances).map((names) =>
      foldWhere(`test on ${names.join(' + ')}`, utterances, ({ corpus }) => names.includes(corpus)),
    ),
};
