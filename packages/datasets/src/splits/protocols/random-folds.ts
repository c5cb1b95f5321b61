import { Random } from '@ser/core';
import type { Corpus } from '../../corpus/corpus.js';
import { identicalUnits } from '../duplicates/identical-groups.js';
import type { NearDuplicate } from '../duplicates/near-duplicate.js';
import { foldWhere, type Protocol, SPEAKERS_SHARED } from './protocol.js';

/** Deals the utterances into `k` parts of about equal size; utterances with the same sound stay together. */
function dealUtterances(corpus: Corpus, k: number, seed: number, duplicates: readonly NearDuplicate[]): Set<string>[] {
  const units = identicalUnits(corpus, duplicates);
  const parts = Array.from({ length: k }, () => new Set<string>());
  let dealt = 0;
  for (const unit of new Random(seed).fork('utterances').shuffle(units)) {
    const middle = (dealt + unit.length / 2) / corpus.utterances.length;
    for (const id of unit) parts[Math.floor(k * middle)]?.add(id);
    dealt += unit.length;
  }
  return parts;
}

/** Deals the utterances of a corpus into `k` parts, as ids. */
type Deal = (
  corpus: Corpus,
  k: number,
  seed: number,
  duplicates: readonly NearDuplicate[],
) => readonly ReadonlySet<string>[];

/** Makes a protocol whose folds test one of `k` parts each, with the same speakers in all of them. */
export function sharedSpeakerFolds(kind: string, k: number, description: string, deal: Deal): Protocol {
  return {
    name: `${kind}-${k}`,
    description,
    speakerIndependent: false,
    seeded: true,
    warning: SPEAKERS_SHARED,
    unfit: ({ utterances }) =>
      k < 2 || k > utterances.length
        ? `the number of folds must be 2 to ${utterances.length}, the number of utterances`
        : undefined,
    folds: (corpus, seed, duplicates) =>
      deal(corpus, k, seed, duplicates).map((part, index) =>
        foldWhere(`fold ${index + 1}`, corpus.utterances, ({ id }) => part.has(id)),
      ),
  };
}

/**
 * Shuffled k-fold over utterances, for comparison with papers that do this: every speaker is in both parts of every
 * fold, so that results say little about people the model has not heard.
 *
 * @param k number of folds.
 */
export const randomFolds = (k: number): Protocol =>
  sharedSpeakerFolds(
    'random',
    k,
    `${k} folds over shuffled utterances; speakers shared, only to compare with papers that do this`,
    dealUtterances,
  );
