import { expect, it } from 'vitest';
import { fixtureCorpus } from '../../../test/fixture-corpus.js';
import { identicalGroups } from './identical-groups.js';

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

it('does not know copies that were dropped', () => {
  expect(groupsOf([['gone', 'a']])).toEqual([]);
});
