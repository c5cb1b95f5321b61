import { expect, it } from 'vitest';
import { clipNorm } from './clip-norm.js';

it('shortens a long gradient to the limit and leaves a short one alone', () => {
  const long = Float32Array.of(3, 4);
  expect(clipNorm(long, 1)).toBe(5);
  expect(long[0]).toBeCloseTo(0.6);
  expect(long[1]).toBeCloseTo(0.8);
  const short = Float32Array.of(0.3, 0.4);
  expect(clipNorm(short, 1)).toBeCloseTo(0.5);
  expect(short).toEqual(Float32Array.of(0.3, 0.4));
});
