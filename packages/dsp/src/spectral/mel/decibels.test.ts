import { expect, it } from 'vitest';
import { amplitudeToDb, dbToAmplitude, dbToPower, powerToDb } from './decibels.js';

const row = (...values: number[]) => ({ data: Float64Array.from(values), frames: 1, coeffs: values.length });

it('measures against ref, above amin, within topDb of the largest', () => {
  expect([...powerToDb(row(1, 10, 1e-3)).data]).toEqual([0, 10, -30]);
  expect([...powerToDb(row(1, 10, 1e-3), { ref: 'max' }).data]).toEqual([-10, 0, -40]);
  expect([...powerToDb(row(1, 10, 1e-3), { ref: 100, topDb: 25 }).data]).toEqual([-20, -10, -35]);
  expect([...powerToDb(row(1, 0), { topDb: null }).data]).toEqual([0, -100]);
  expect([...amplitudeToDb(row(1, 10, 0)).data]).toEqual([0, 20, -60]);
});

it('inverts', () => {
  expect([...dbToPower(row(0, 10, -30), { ref: 2 }).data]).toEqual([2, 20, Math.fround(0.002)]);
  expect([...dbToAmplitude(row(0, 20, -40)).data]).toEqual([1, 10, Math.fround(0.01)]);
});

it('writes into out, and refuses one of another shape', () => {
  const out = { data: new Float32Array(2), frames: 1, coeffs: 2 };
  expect(powerToDb(row(1, 10), {}, out)).toBe(out);
  expect([...out.data]).toEqual([0, 10]);
  expect(() => powerToDb(row(1), {}, out)).toThrow('out must be 1 × 1, got [1,2]');
});

it('refuses amin, topDb, ref and values that are no numbers', () => {
  expect(() => powerToDb(row(1), { amin: 0 })).toThrow('amin must be a positive number, got 0');
  expect(() => powerToDb(row(1), { topDb: -1 })).toThrow('topDb must be at least 0, got -1');
  expect(() => powerToDb(row(1), { ref: Number.NaN })).toThrow(/ref must be/);
  expect(() => powerToDb(row(Number.NaN))).toThrow('input must be finite, got NaN');
  expect(() => dbToPower(row(1e6))).toThrow('the result must be finite, got Infinity');
});
