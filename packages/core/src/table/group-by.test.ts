import { expect, it } from 'vitest';
import { groupBy } from './group-by.js';

it('keeps the order of items and of first appearances', () => {
  expect([...groupBy(['ab', 'c', 'de'], ({ length }) => length)]).toEqual([
    [2, ['ab', 'de']],
    [1, ['c']],
  ]);
  expect(groupBy([], String).size).toBe(0);
});
