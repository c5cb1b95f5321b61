import { expect, it } from 'vitest';
import { fixtureCorpus } from '../../../test/fixture-corpus.js';
import { joinTable } from '../../corpus/columns.js';
import { splitCorpus } from '../split-corpus.js';
import { protocolsFor } from './find-protocol.js';

const dialects = {
  speaker: ['a', 'b', 'c', 'd', 'e', 'f'],
  dialect: ['north', 'north', 'north', 'south', 'east', 'east'],
};
const corpus = joinTable(fixtureCorpus({ speakers: dialects.speaker }), dialects, { on: 'speaker' });
const byId = new Map(corpus.utterances.map((utterance) => [utterance.id, utterance]));
const dialectsOf = (ids: readonly string[]): string[] => [
  ...new Set(ids.map((id) => String(byId.get(id)!.columns!.dialect))),
];

it('tests each group in one fold and never trains on it there, with parts of about equal size', () => {
  for (let seed = 0; seed < 10; seed++) {
    const split = splitCorpus(corpus, 'group-2:dialect', { seed });
    expect(split).toMatchObject({ protocol: 'group-2:dialect', speakerIndependent: true, seed });
    expect(split.folds.flatMap(({ test }) => test).sort()).toEqual([...byId.keys()].sort());
    for (const { train, test } of split.folds) {
      expect(dialectsOf(train).filter((dialect) => dialectsOf(test).includes(dialect))).toEqual([]);
      expect(test).toHaveLength(18);
    }
  }
});

it('says if speakers are shared by the parts', () => {
  const split = splitCorpus(corpus, 'group-2:emotion');
  expect(split).toMatchObject({ speakerIndependent: false, warning: expect.stringMatching(/^speakers shared/) });
});

it('is not offered on its own, and needs a known value of each utterance', () => {
  expect(protocolsFor(corpus).map(({ name }) => name)).not.toContain('group-5:dialect');
  expect(() => splitCorpus(corpus, 'group-4:dialect')).toThrow(
    'protocol group-4:dialect does not fit fixture: the number of folds must be 2 to 3, the number of different values of dialect',
  );
  expect(() => splitCorpus(corpus, 'group-2:dilect')).toThrow('it has no column dilect; it has id, path, corpus,');
  const some = joinTable(fixtureCorpus(), { speaker: ['a', 'b'], dialect: ['x', 'y'] }, { on: 'speaker' });
  expect(() => splitCorpus(some, 'group-2:dialect')).toThrow('the dialect of fixture/c-angry-1 is not known');
});

it('stratifies by named columns', () => {
  const { folds, ...split } = splitCorpus(corpus, 'stratified-3:dialect,emotion', { seed: 2 });
  expect(split).toMatchObject({ protocol: 'stratified-3:dialect,emotion', speakerIndependent: false, seed: 2 });
  const count = (ids: readonly string[], dialect: string, emotion: string): number =>
    ids.filter((id) => byId.get(id)!.columns!.dialect === dialect && byId.get(id)!.emotion === emotion).length;
  for (const { test } of folds)
    for (const emotion of ['angry', 'sad'])
      expect(['north', 'south', 'east'].map((dialect) => count(test, dialect, emotion))).toEqual([3, 1, 2]);
  expect(() => splitCorpus(corpus, 'stratified-3:emotion,mood')).toThrow('it has no column mood');
});
