import { describeTable } from '@ser/core';
import { expect, it } from 'vitest';
import { fixtureCorpus } from '../../test/fixture-corpus.js';
import { joinTable, toTable } from './columns.js';
import { selectUtterances } from './select.js';
import { underSample } from './under-sample.js';

const corpus = fixtureCorpus({ speakers: ['a', 'b', 'c'], sentences: 2 });
const ages = { speaker: ['c', 'a', 'z'], openness: [4.5, 2, 1], town: ['Oslo', 'Rome', 'Bern'] };

it('has a row for each utterance and the columns that occur', () => {
  const table = toTable(corpus);
  expect(Object.keys(table)).toEqual([
    ...['id', 'path', 'corpus', 'speaker', 'gender', 'emotion', 'label', 'language', 'sentence'],
  ]);
  expect(Array.from(table.speaker!)).toEqual([...'aaaabbbbcccc']);
  expect(table.emotion![2]).toBe('sad');
});

it('has the votes of listeners as columns', () => {
  const [first, second, third, ...rest] = corpus.utterances;
  const votes = [{ ...first!, votes: { sad: 0.25, angry: 0.75 } }, { ...second!, votes: { sad: 1 } }, third!, ...rest];
  const table = toTable({ ...corpus, utterances: votes });
  expect(Array.from(table['votes.angry']!).slice(0, 3)).toEqual([0.75, 0, null]);
  expect(Array.from(table['votes.sad']!).slice(0, 3)).toEqual([0.25, 1, null]);
});

it('joins the columns of another table, which all tools can use then', () => {
  const joined = joinTable(corpus, ages, { on: 'speaker' });
  expect(joined.utterances[0]!.columns).toEqual({ openness: 2, town: 'Rome' });
  expect(joined.utterances[4]!.columns).toEqual({ openness: null, town: null });
  const again = joinTable(joined, { town: ['Oslo', 'Rome'], north: [true, false] }, { on: 'town' });
  const table = toTable(again);
  expect(Object.keys(table).slice(-3)).toEqual(['openness', 'town', 'north']);
  expect(Array.from(table.north!)).toEqual([...Array(4).fill(false), ...Array(4).fill(null), ...Array(4).fill(true)]);
  const { column, mean } = describeTable(table);
  expect(mean![Array.from(column!).indexOf('openness')]).toBe(3.25);
  expect(selectUtterances(again, ({ columns }) => columns?.north === true).utterances).toHaveLength(4);
});

it.each([
  ['an unknown column', { town: ['x'], size: [1] }, 'town', 'on must be one of id, path, corpus, speaker'],
  ['a table without the column', { name: ['a'] }, 'speaker', 'on must be one of name, got "speaker"'],
  ['a value in two rows', { speaker: ['a', 'a'], x: [1, 2] }, 'speaker', 'speaker must be in one row of the table'],
  ['a column that exists', { speaker: ['a'], gender: ['f'] }, 'speaker', 'column must be a new name'],
  ['a fact that is absent', { speaker: ['a'], age: [30] }, 'speaker', 'column must be a new name'],
  [
    'rows of nobody',
    { speaker: ['q'], x: [1] },
    'speaker',
    'speaker must be a speaker of fixture, in at least one row',
  ],
])('refuses to join %s', (_, table, on, message) => {
  expect(() => joinTable(corpus, table, { on })).toThrow(message);
});

it('selects utterances by a test, and lists the others', () => {
  const women = selectUtterances(corpus, ({ gender, emotion }) => gender === 'female' && emotion === 'sad');
  expect(women.utterances.map(({ id }) => id)).toEqual(
    ['a-sad-1', 'a-sad-2', 'c-sad-1', 'c-sad-2'].map((key) => `fixture/${key}`),
  );
  expect(women.emotions).toEqual(['sad']);
  expect(women.skipped).toHaveLength(8);
  expect(() => selectUtterances(corpus, () => false)).toThrow('true for utterances of fixture');
});

it('makes classes equally large, by seed', () => {
  const uneven = selectUtterances(corpus, ({ emotion, speaker }) => emotion === 'sad' || speaker === 'a');
  const counts = (by: 'emotion' | 'speaker', options: object): number[] => {
    const part = underSample(uneven, { by, ...options });
    return [...new Set(part.utterances.map((one) => one[by]))].map(
      (value) => part.utterances.filter((one) => one[by] === value).length,
    );
  };
  expect(counts('emotion', {})).toEqual([2, 2]);
  expect(counts('speaker', {})).toEqual([2, 2, 2]);
  expect(counts('speaker', { count: 3 })).toEqual([3, 2, 2]);
  const ids = (seed: number): string =>
    underSample(uneven, { seed })
      .utterances.map(({ id }) => id)
      .join();
  expect(ids(1)).toBe(ids(1));
  expect(new Set([0, 1, 2, 3, 4].map(ids)).size).toBeGreaterThan(1);
  expect(underSample(uneven).skipped.at(-1)!.reason).toBe('left out so that each emotion has at most 2');
  expect(() => underSample(uneven, { count: 0 })).toThrow('count must be a positive integer, got 0');
  expect(() => underSample(uneven, { seed: 0.5 })).toThrow('seed must be an integer');
  expect(() => underSample(uneven, { by: 'mood' })).toThrow('by must be one of id, path');
});
