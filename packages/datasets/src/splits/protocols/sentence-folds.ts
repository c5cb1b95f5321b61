import { Random } from '@ser/core';
import { sentenceOf } from '../../corpus/collection.js';
import { dealGroups, unfitGroups } from './group-folds.js';
import { type Protocol, SPEAKERS_SHARED } from './protocol.js';

/**
 * Group k-fold by sentence: every sentence is tested in one fold and trained on in all others, so that a model cannot
 * recognize emotions by the words. Speakers are in both parts.
 *
 * @param k number of folds, from 2 to the number of sentences.
 */
export function sentenceFolds(k: number): Protocol {
  return {
    name: `sentence-${k}`,
    description: `${k} folds over sentences, dealt by seed; speakers shared`,
    speakerIndependent: false,
    sentenceIndependent: true,
    seeded: true,
    warning: SPEAKERS_SHARED,
    unfit: ({ utterances }) =>
      unfitGroups(utterances, sentenceOf, k, (id) => `what is said in ${id} is not known`, 'sentences'),
    folds: ({ utterances }, seed) => dealGroups(utterances, sentenceOf, k, new Random(seed).fork('sentences')),
  };
}
