import { expect, it } from 'vitest';
import { fitNormalization } from './fit-normalization.js';

const matrix = (frames: number, coeffs: number, data: number[]) => ({ frames, coeffs, data: Float32Array.from(data) });

it('takes mean and deviation of each coefficient over all frames', () => {
  const { mean, std } = fitNormalization([matrix(2, 2, [1, 5, 3, 5]), matrix(1, 2, [8, 5])]);
  expect(mean).toEqual([4, 5]);
  expect(std[0]).toBeCloseTo(Math.sqrt((9 + 1 + 16) / 3), 12);
  expect(std[1]).toBe(1);
});

it('stays exact far from zero', () => {
  const { std } = fitNormalization([matrix(4, 1, [10000, 10001, 10000, 10001])]);
  expect(std[0]).toBeCloseTo(0.5, 9);
});

it('refuses nothing and mixtures', () => {
  expect(() => fitNormalization([])).toThrow('features must be a non-empty list');
  expect(() => fitNormalization([matrix(0, 2, [])])).toThrow('features hold no frames');
  expect(() => fitNormalization([matrix(1, 2, [1, 2]), matrix(1, 1, [1])])).toThrow('mixed');
});
