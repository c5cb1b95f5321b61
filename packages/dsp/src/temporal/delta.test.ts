import { expect, it } from 'vitest';
import { delta, deltaWeights } from './delta.js';

it('returns the derivative of a polynomial of the same degree', () => {
  for (const order of [1, 2, 3, 4])
    for (const width of [5, 9, 13]) {
      const data = Float64Array.from({ length: 40 }, (_, i) => 3 * ((i >> 1) / 4) ** order);
      const factorial = [1, 1, 2, 6, 24][order]!;
      for (const value of delta({ data, frames: 20, coeffs: 2 }, { width, order }).data)
        expect(value).toBeCloseTo((3 * factorial) / 4 ** order, 5);
    }
});

it('has the weights of the regression formula for order 1', () => {
  const weights = deltaWeights(9, 1);
  for (const [i, weight] of weights.entries()) expect(weight).toBeCloseTo((i - 4) / 60, 15);
});

it('refuses widths, orders, modes and too few frames', () => {
  const x = { data: new Float32Array(8), frames: 8, coeffs: 1 };
  expect(() => delta(x)).toThrow('width must be at most the 8 frames, or mode not "interp", got 9');
  expect(delta(x, { mode: 'nearest' }).frames).toBe(8);
  expect(() => delta(x, { width: 4 })).toThrow('width must be odd, got 4');
  expect(() => delta(x, { width: 3, order: 3 })).toThrow('order must be an integer from 1 to 2, got 3');
  expect(() => delta(x, { width: 3, mode: 'reflect' as 'mirror' })).toThrow(/mode must be interp or/);
  expect(() => delta({ ...x, frames: 9 })).toThrow(/input must be the shape of its values/);
});
