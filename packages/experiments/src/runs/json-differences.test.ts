import { expect, it } from 'vitest';
import { differences } from './json-differences.js';

it('finds no difference between equal values, except for rounding and fields that are not stored', () => {
  expect(differences({ a: [1, { b: 'x' }] }, { a: [1 + 1e-12, { b: 'x', c: 2 }], d: 3 }, 'm')).toEqual([]);
});

it('names each path that differs', () => {
  expect(
    differences({ uar: 0.7, confusion: [[1, 2]], ci95: [0, 1] }, { uar: 0.6, confusion: [[1, 3]], ci95: [0] }, 'm'),
  ).toEqual([
    'm.uar: stored 0.7, measured 0.6',
    'm.confusion.0.1: stored 2, measured 3',
    'm.ci95: stored [0,1], measured [0]',
  ]);
  expect(differences(null, Number.NaN, 'x')).toEqual(['x: stored null, measured null']);
  expect(differences({ a: 1 }, undefined, 'x')).toHaveLength(1);
});
