import { expect, it } from 'vitest';
import { describeTable } from './describe-table.js';
import { rowCount } from './table.js';

// The figures of pandas: pd.DataFrame({...}).describe(include='all').T
const table = {
  speaker: ['08', '03', null, '03'],
  age: [31, null, 34, 25],
  rating: new Float64Array([1, 2, 3, 10]),
  loud: [true, false, true, true],
};

it('describes numbers by mean, deviation and quartiles, and other columns by their most frequent value', () => {
  expect(describeTable(table)).toEqual({
    column: ['speaker', 'age', 'rating', 'loud'],
    count: [3, 3, 4, 4],
    unique: [2, null, null, 2],
    top: ['03', null, null, true],
    freq: [2, null, null, 3],
    mean: [null, 30, 4, null],
    std: [null, expect.closeTo(4.58257569, 8), expect.closeTo(4.0824829, 7), null],
    min: [null, 25, 1, null],
    '25%': [null, 28, 1.75, null],
    '50%': [null, 31, 2.5, null],
    '75%': [null, 32.5, 4.75, null],
    max: [null, 34, 10, null],
  });
});

it('counts nothing in columns without values', () => {
  const { count, mean, std, top } = describeTable({ none: [null, null], nan: [Number.NaN, 1] });
  expect({ count, mean, std, top }).toEqual({ count: [0, 1], mean: [null, 1], std: [null, null], top: [null, null] });
  expect(describeTable({ equal: ['b', 'a', 'a', 'b'] })).toMatchObject({ top: ['b'], freq: [2] });
  expect(describeTable({})).toMatchObject({ column: [], count: [] });
});

it('counts rows and refuses columns of different lengths', () => {
  expect(rowCount(table)).toBe(4);
  expect(rowCount({})).toBe(0);
  expect(() => describeTable({ a: [1, 2], b: ['x'] })).toThrow('column "b" must be 2 values long, as a is, got 1');
});
