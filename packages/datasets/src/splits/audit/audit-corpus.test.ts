import { expect, it } from 'vitest';
import { fixtureCorpus } from '../../../test/fixture-corpus.js';
import type { Corpus } from '../../corpus/corpus.js';
import { auditCorpus } from './audit-corpus.js';

const messages = (corpus: Corpus) => auditCorpus(corpus).map(({ severity, message }) => `${severity}: ${message}`);

it('finds nothing in a corpus whose emotions several speakers show', () => {
  expect(auditCorpus(fixtureCorpus())).toEqual([]);
});

it('names a single emotion and a single speaker', () => {
  expect(messages(fixtureCorpus({ emotions: ['sad'] }))).toEqual([
    'error: all utterances have the emotion sad: recognition needs two or more',
  ]);
  expect(messages(fixtureCorpus({ speakers: ['x'] }))).toEqual([
    'note: all utterances are of speaker x: results say nothing about other people',
  ]);
});

it('names emotions that only one speaker shows', () => {
  const corpus = fixtureCorpus({ speakers: ['01', '02', '03'], emotions: ['angry', 'happy', 'sad'] });
  const utterances = corpus.utterances.filter(({ emotion, speaker }) => emotion !== 'sad' || speaker === '03');
  expect(auditCorpus({ ...corpus, utterances })).toEqual([
    {
      kind: 'single-speaker-emotion',
      severity: 'note',
      items: ['sad'],
      message: 'only speaker 03 shows sad: whether it is recognized in other people cannot be measured',
    },
  ]);
});

it('counts a speaker of two parts of one collection once', () => {
  const { utterances, ...corpus } = fixtureCorpus({ name: 'ravdess', speakers: ['01'] });
  const song = fixtureCorpus({ name: 'ravdess-song', speakers: ['01'] });
  expect(auditCorpus({ ...corpus, utterances: [...utterances, ...song.utterances] })).toHaveLength(1);
});
