import { Random } from '@ser/core';
import { sentenceOf } from '../../corpus/collection.js';
import { byCodeUnits, type Utterance } from '../../corpus/corpus.js';
import { foldWhere, type Protocol, SPEAKERS_SHARED } from './protocol.js';

const sentencesOf = (utterances: readonly Utterance[]): string[] =>
  [...new Set(utterances.map((utterance) => sentenceOf(utterance)!))].sort(byCodeUnits);

/** Deals the sentences into `k` groups with about equal numbers of utterances. */
function dealSentences(utterances: readonly Utterance[], k: number, seed: number): Set<string>[] {
  const clips = new Map<string, number>();
  for (const utterance of utterances) {
    const sentence = sentenceOf(utterance)!;
    clips.set(sentence, (clips.get(sentence) ?? 0) + 1);
  }
  const order = new Random(seed).fork('sentences').shuffle(sentencesOf(utterances));
  order.sort((a, b) => (clips.get(b) ?? 0) - (clips.get(a) ?? 0));
  const groups = Array.from({ length: k }, () => ({ sentences: new Set<string>(), clips: 0 }));
  for (const sentence of order) {
    const group = groups.reduce((best, other) => (other.clips < best.clips ? other : best));
    group.sentences.add(sentence);
    group.clips += clips.get(sentence) ?? 0;
  }
  return groups.map(({ sentences }) => sentences);
}

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
    unfit: ({ utterances }) => {
      const unknown = utterances.find(({ sentence }) => sentence === undefined);
      if (unknown) return `what is said in ${unknown.id} is not known`;
      const { length } = sentencesOf(utterances);
      return k < 2 || k > length ? `the number of folds must be 2 to ${length}, the number of sentences` : undefined;
    },
    folds: ({ utterances }, seed) =>
      dealSentences(utterances, k, seed).map((sentences, index) =>
        foldWhere(`fold ${index + 1}`, utterances, (utterance) => sentences.has(sentenceOf(utterance)!)),
      ),
  };
}
