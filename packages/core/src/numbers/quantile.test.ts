import { expect, it } from 'vitest';
import { SerError } from '../errors/ser-error.js';
import { quantile } from './quantile.js';

// numpy.quantile([1, 2, 4, 8.5, 10], q)
it.each([
  [0, 1],
  [0.1, 1.4],
  [0.25, 2],
  [0.5, 4],
  [0.6, 5.8],
  [0.95, 9.7],
  [1, 10],
])('quantile(array, %f) uses the R-7 method', (q, expected) => {
  expect(quantile([1, 2, 4, 8.5, 10], q)).toBeCloseTo(expected, 12);
  expect(quantile(Float64Array.of(1, 2, 4, 8.5, 10), q)).toBeCloseTo(expected, 12);
});

it('is the value itself if there is only one', () => {
  for (const q of [0, 0.3, 1]) expect(quantile([7], q)).toBe(7);
});

it('refuses no values and shares outside [0, 1]', () => {
  expect(() => quantile([], 0.5)).toThrow('ascending must be at least one value, got []');
  for (const q of [-0.01, 1.01, Number.NaN]) expect(() => quantile([1, 2], q)).toThrow(SerError);
});
