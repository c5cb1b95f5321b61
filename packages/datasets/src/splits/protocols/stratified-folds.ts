import { groupBy, Random } from '@ser/core';
import { columnReader } from '../../corpus/columns.js';
import type { Corpus } from '../../corpus/corpus.js';
import { identicalUnits } from '../duplicates/identical-groups.js';
import type { NearDuplicate } from '../duplicates/near-duplicate.js';
import { unfitColumn } from './group-folds.js';
import type { Protocol } from './protocol.js';
import { sharedSpeakerFolds } from './random-folds.js';

/** Deals utterances in turn over `k` parts, group by group of each column within the column before; the same sound stays together. */
function dealByColumns(
  corpus: Corpus,
  columns: readonly string[],
  k: number,
  seed: number,
  duplicates: readonly NearDuplicate[],
): Set<string>[] {
  const byId = new Map(corpus.utterances.map((utterance) => [utterance.id, utterance]));
  const readers = columns.map((column) => columnReader(corpus, column, 'column'));
  const inTurn = (units: string[][], depth: number): string[][] => {
    const read = readers[depth];
    if (!read) return units;
    return [...groupBy(units, ([id]) => read(byId.get(id!)!)).values()].flatMap((group) => inTurn(group, depth + 1));
  };
  const units = new Random(seed).fork('stratified').shuffle(identicalUnits(corpus, duplicates));
  const parts = Array.from({ length: k }, () => new Set<string>());
  // Each group begins where the last one stopped, so that the sizes of the parts differ by one at most.
  for (const [turn, unit] of inTurn(units, 0).entries()) for (const id of unit) parts[turn % k]?.add(id);
  return parts;
}

/** The columns that folds are stratified by if none are named. */
const EMOTION_AND_SPEAKER = ['emotion', 'speaker'];

/**
 * Stratified k-fold (`StratifiedKFold` of scikit-learn): every fold tests about the same number of utterances of each value
 * of a column and, within it, of each value of the next column. Speakers are in both parts, so that results say little about
 * people the model has not heard.
 *
 * @param k number of folds.
 * @param columns emotion and speaker by default.
 */
export function stratifiedFolds(k: number, columns?: readonly string[]): Protocol {
  const by = columns ?? EMOTION_AND_SPEAKER;
  const protocol = sharedSpeakerFolds(
    'stratified',
    k,
    `${k} folds with equal shares of each ${by.join(' and ')}; speakers shared`,
    (corpus, parts, seed, duplicates) => dealByColumns(corpus, by, parts, seed, duplicates),
  );
  if (!columns) return protocol;
  return {
    ...protocol,
    name: `${protocol.name}:${columns.join(',')}`,
    unfit: (corpus) =>
      columns.map((column) => unfitColumn(corpus, column)).find((reason) => reason !== undefined) ??
      protocol.unfit(corpus),
  };
}
