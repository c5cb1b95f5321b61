import { groupBy, invalidArgument, Random } from '@ser/core';
import { columnReader } from './columns.js';
import type { Corpus } from './corpus.js';
import { select } from './select.js';

/** Options of {@link underSample}. */
export interface UnderSampleOptions {
  /** The column whose groups become equally large; `emotion` by default. */
  readonly by?: string | undefined;
  /** Most utterances of each group, at least 1; the size of the smallest group by default. */
  readonly count?: number | undefined;
  /** Seed of the draw, an integer; 0 by default. */
  readonly seed?: number | undefined;
}

/**
 * Returns a corpus whose classes, or groups of another column, are equally large: utterances of the larger ones are drawn
 * at random, and the others are listed in `skipped`. As `RandomUnderSampler` of imbalanced-learn, or
 * `df.groupby(by).sample(count)` of pandas. Training can balance without losing recordings: see `classWeights` (weights),
 * `balance` (over-sampling of rare classes) in the recipes of `@ser/training`.
 *
 * Balance the training part of a split, never the test part: unweighted average recall does not need it.
 *
 * @throws SerError `INVALID_ARGUMENT` for a column that the corpus does not have, or a `count` below 1.
 * @example
 * underSample(corpus).utterances.length; // 7 × 46 = 322 of EMO-DB's 535
 */
export function underSample(corpus: Corpus, { by = 'emotion', count, seed = 0 }: UnderSampleOptions = {}): Corpus {
  if (count !== undefined && !(Number.isSafeInteger(count) && count > 0))
    throw invalidArgument('count', count, 'a positive integer');
  if (!Number.isSafeInteger(seed)) throw invalidArgument('seed', seed, 'an integer');
  const read = columnReader(corpus, by, 'by');
  const groups = groupBy(corpus.utterances, (utterance) => String(read(utterance)));
  const size = count ?? Math.min(...[...groups.values()].map(({ length }) => length));
  const random = new Random(seed).fork('under-sample');
  const kept = new Set(
    [...groups.values()].flatMap((group) =>
      random
        .shuffle(group)
        .slice(0, size)
        .map(({ id }) => id),
    ),
  );
  return select(corpus, ({ id }) => (kept.has(id) ? undefined : `left out so that each ${by} has at most ${size}`));
}
