import { combineCorpora, syntheticCorpus } from '@ser/datasets';
import { expect, it } from 'vitest';
import { leftOutByAll, leftOutOf, seenInTraining } from './left-out-speakers.js';

const anna = { corpus: 'own', speaker: 'anna' };
const ben = { corpus: 'own', speaker: 'ben' };

it('treats every speaker of the corpora as seen in training, except those that the card lists as left out', () => {
  const card = { corpora: ['own'], leftOut: ['own/anna'] };
  expect(seenInTraining(card, anna)).toBe(false);
  expect(seenInTraining(card, { corpus: 'own', speaker: 'own/anna' })).toBe(false);
  expect(seenInTraining(card, { corpus: 'own', speaker: 'ann' })).toBe(true);
  expect(seenInTraining(card, ben)).toBe(true);
  expect(seenInTraining({ corpora: ['own'] }, anna)).toBe(true);
  expect(seenInTraining(card, { corpus: 'other', speaker: 'ben' })).toBe(false);
  expect(seenInTraining({ corpora: ['ravdess'] }, { corpus: 'ravdess-song', speaker: '01' })).toBe(true);
  expect(
    seenInTraining({ corpora: ['ravdess'], leftOut: ['ravdess/01'] }, { corpus: 'ravdess-song', speaker: '01' }),
  ).toBe(false);
});

it('names the speakers of a corpus that training leaves out', () => {
  const corpus = syntheticCorpus();
  const speakers = [...new Set(corpus.utterances.map(({ speaker }) => speaker))];
  const without = speakers.slice(2);
  const ids = corpus.utterances.filter(({ speaker }) => without.includes(speaker)).map(({ id }) => id);
  const expected = speakers.slice(0, 2).map((speaker) => `synthetic/${speaker}`);
  expect(leftOutOf(corpus, ids)).toEqual(expected);
  expect(leftOutOf(corpus, undefined)).toEqual([]);
  // Speakers that the initial model was trained on are not left out.
  expect(leftOutOf(corpus, ids, { corpora: ['synthetic'] })).toEqual([]);
  expect(leftOutOf(corpus, ids, { corpora: ['synthetic'], leftOut: [expected[1]!] })).toEqual([expected[1]]);
  expect(leftOutOf(corpus, ids, { corpora: ['elsewhere'] })).toEqual(expected);
  const both = combineCorpora([corpus, { ...corpus, name: 'other', utterances: others(corpus.utterances) }]);
  expect(
    leftOutOf(
      both,
      both.utterances.filter(({ corpus: name }) => name === 'other').map(({ id }) => id),
    ),
  ).toEqual(speakers.map((speaker) => `synthetic/${speaker}`));
});

function others<T extends { id: string; corpus: string }>(utterances: readonly T[]): T[] {
  return utterances.map((one) => ({ ...one, id: `other/${one.id}`, corpus: 'other' }));
}

it('lists the speakers that no model of an ensemble was trained on', () => {
  const [both, one] = [['own/anna', 'own/ben'], ['own/ben']].map((leftOut) => ({ corpora: ['own'], leftOut }));
  expect(leftOutByAll([both!, one!])).toEqual(['own/ben']);
  expect(leftOutByAll([both!, { corpora: ['own'] }])).toEqual([]);
  expect(leftOutByAll([one!, { corpora: ['other'] }])).toEqual(['own/ben']);
});
