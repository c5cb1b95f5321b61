import { expect, it } from 'vitest';
import { fixtureCorpus } from '../../../test/fixture-corpus.js';
import { identicalGroups } from './identical-groups.js';
import { nearDuplicate } from './near-duplicate.js';

const groupsOf = (pairs: readonly (readonly [string, string])[]): string[][] => {
  const duplicates = pairs.map(([path, of]) => ({ path: `${path}-angry-1.wav`, of: `${of}-angry-1.wav`, kept: true }));
  const members = new Map<string, string[]>();
  for (const [id, group] of identicalGroups(fixtureCorpus({ duplicates })))
    members.set(group, [...(members.get(group) ?? []), id.charAt('fixture/'.length)].sort());
  return [...members.values()].sort();
};

it('joins pairs into groups, in any order', () => {
  expect(groupsOf([])).toEqual([]);
  expect(
    groupsOf([
      ['b', 'a'],
      ['c', 'a'],
    ]),
  ).toEqual([['a', 'b', 'c']]);
  expect(
    groupsOf([
      ['b', 'a'],
      ['d', 'c'],
    ]),
  ).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  expect(
    groupsOf([
      ['b', 'a'],
      ['d', 'c'],
      ['d', 'b'],
    ]),
  ).toEqual([['a', 'b', 'c', 'd']]);
});

it('joins near-duplicates with equal files, and leaves out pairs with an utterance that the corpus lacks', () => {
  const corpus = fixtureCorpus({ duplicates: [{ path: 'b-angry-1.wav', of: 'a-angry-1.wav', kept: true }] });
  const pair = (a: string, b: string) => nearDuplicate(`fixture/${a}-angry-1`, `fixture/${b}-angry-1`, 'identical', 1);
  const groups = identicalGroups(corpus, [pair('d', 'c'), pair('b', 'd'), pair('x', 'a')]);
  expect([...groups.keys()].sort()).toEqual(['a', 'b', 'c', 'd'].map((speaker) => `fixture/${speaker}-angry-1`));
  expect(new Set(groups.values()).size).toBe(1);
});

it('keeps parts of one file apart that differ, and joins those that repeat each other', () => {
  const { utterances, ...rest } = fixtureCorpus();
  const parts = utterances.slice(0, 3).map((one, i) => ({ ...one, path: 'long.wav', start: i, end: i + 1 }));
  const corpus = { ...rest, utterances: parts };
  expect(identicalGroups(corpus).size).toBe(0);
  const [first, second] = parts.map(({ id }) => id) as [string, string];
  expect([...identicalGroups(corpus, [nearDuplicate(first, second, 'near-identical', 0.97)]).keys()]).toEqual([
    first,
    second,
  ]);
});

it('does not list copies that were dropped', () => {
  expect(groupsOf([['gone', 'a']])).toEqual([]);
});
