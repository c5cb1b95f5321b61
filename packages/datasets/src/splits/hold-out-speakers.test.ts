import { expect, it } from 'vitest';
import { fixtureCorpus } from '../../test/fixture-corpus.js';
import { speakersOf } from '../corpus/corpus.js';
import { holdOutSpeakers } from './hold-out-speakers.js';
import { splitCorpus } from './split-corpus.js';

const corpus = fixtureCorpus({ speakers: [...'abcdefgh'] });
const { train } = splitCorpus(corpus, 'loso').folds[0]!;

it('divides the training part by speaker', () => {
  const held = holdOutSpeakers(corpus, train, { count: 2, seed: 1 });
  expect(held.speakers).toHaveLength(2);
  expect([...held.train, ...held.heldOut].sort()).toEqual([...train].sort());
  const byId = new Map(corpus.utterances.map((utterance) => [utterance.id, utterance]));
  expect(speakersOf(held.heldOut.map((id) => byId.get(id)!))).toEqual(held.speakers);
  expect(speakersOf(held.train.map((id) => byId.get(id)!))).toEqual(
    [...'bcdefgh'].filter((s) => !held.speakers.includes(s)),
  );
});

it('takes genders in turn', () => {
  const genderOf = new Map(corpus.utterances.map(({ speaker, gender }) => [speaker, gender]));
  for (let seed = 0; seed < 20; seed++) {
    const { speakers } = holdOutSpeakers(corpus, train, { count: 2, seed });
    expect(new Set(speakers.map((speaker) => genderOf.get(speaker))).size).toBe(2);
  }
});

it('draws by seed', () => {
  const draw = (seed: number): string => holdOutSpeakers(corpus, train, { count: 2, seed }).speakers.join('');
  expect(draw(5)).toBe(draw(5));
  expect(new Set(Array.from({ length: 20 }, (_, seed) => draw(seed))).size).toBeGreaterThan(3);
});

it('rounds a fraction to at least one speaker and leaves at least one', () => {
  const held = (fraction: number): number => holdOutSpeakers(corpus, train, { fraction, seed: 0 }).speakers.length;
  expect([0.01, 0.2, 0.5, 0.99].map(held)).toEqual([1, 1, 4, 6]);
});

it('refuses what cannot be done', () => {
  const hold =
    (options: object, ids = train) =>
    () =>
      holdOutSpeakers(corpus, ids, { seed: 0, ...options });
  expect(hold({})).toThrow('options must be either { count } or { fraction }');
  expect(hold({ count: 1, fraction: 0.5 })).toThrow('options must be either');
  expect(hold({ count: 7 })).toThrow('count must be an integer from 1 to 6, fewer than the 7 speakers, got 7');
  expect(hold({ count: 0 })).toThrow('count must be');
  expect(hold({ fraction: 1 })).toThrow('fraction must be between 0 and 1, got 1');
  expect(hold({ fraction: Number.NaN })).toThrow('fraction must be between 0 and 1');
  expect(hold({ count: 1 }, ['nobody'])).toThrow('ids must be ids of utterances of fixture, got "nobody"');
  expect(hold({ count: 1 }, [])).toThrow('cannot hold out speakers: the training part has 0 speakers');
  expect(hold({ count: 1 }, train.slice(0, 2))).toThrow('the training part has 1 speaker');
});
