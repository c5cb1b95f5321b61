import type { Protocol } from './split.js';
import { foldWhere } from './split.js';

const corporaIn = (utterances: Iterable<{ corpus: string }>): string[] =>
  [...new Set(Array.from(utterances, ({ corpus }) => corpus))].sort();

/** For combined corpora: each corpus is tested once by a model trained on all the others. */
export const crossCorpus: Protocol = {
  name: 'cross-corpus',
  description: 'leave one corpus out: as many folds as combined corpora',
  speakerIndependent: true,
  seeded: false,
  unfit: ({ utterances }) =>
    corporaIn(utterances).length < 2 ? 'it holds one corpus; combine two or more with combineCorpora' : undefined,
  folds: ({ utterances }) =>
    corporaIn(utterances).map((name) => foldWhere(`test on ${name}`, utterances, ({ corpus }) => corpus === name)),
};
