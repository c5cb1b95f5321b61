import { Random } from '@ser/core';
import type { Corpus } from '../../corpus/corpus.js';
import { identicalUnits } from '../duplicates/identical-groups.js';
import type { NearDuplicate } from '../duplicates/near-duplicate.js';
import type { Protocol } from './protocol.js';
import { sharedSpeakerFolds } from './random-folds.js';

/** Deals each emotion's utterances, speaker by speaker, in turn over `k` parts; the same sound stays together. */
function dealByEmotion(corpus: Corpus, k: number, seed: number, duplicates: readonly NearDuplicate[]): Set<string>[] {
  const byId = new Map(corpus.utterances.map((utterance) => [utterance.id, utterance]));
  const random = new Random(seed).fork('stratified');
  const strata = new Map<string, Map<string, string[][]>>();
  for (const unit of random.shuffle(identicalUnits(corpus, duplicates))) {
    const { emotion = '', speaker = '' } = byId.get(unit[0] ?? '') ?? {};
    const speakers = strata.get(emotion) ?? new Map<string, string[][]>();
    strata.set(emotion, speakers);
    const units = speakers.get(speaker);
    if (units) units.push(unit);
    else speakers.set(speaker, [unit]);
  }
  const parts = Array.from({ length: k }, () => new Set<string>());
  // Each emotion begins where the last one stopped, so that the sizes of the parts differ by one at most.
  let turn = 0;
  for (const speakers of strata.values())
    for (const units of speakers.values())
      for (const unit of units) {
        for (const id of unit) parts[turn % k]?.add(id);
        turn++;
      }
  return parts;
}

/**
 * Stratified k-fold: every fold tests about the same number of utterances of each emotion and, within it, of each
 * speaker. Speakers are in both parts, so that results say little about people the model has not heard.
 *
 * @param k number of folds.
 */
export const stratifiedFolds = (k: number): Protocol =>
  sharedSpeakerFolds(
    'stratified',
    k,
    `${k} folds with equal shares of each emotion and speaker; speakers shared`,
    dealByEmotion,
  );
