import { expect, it } from 'vitest';
import { subtractClipMean } from './subtract-clip-mean.js';

it('subtractClipMean(matrix) leaves each coefficient with mean zero, and differences as they were', () => {
  const matrix = { data: Float32Array.of(1, 10, 3, 20, 8, 60), frames: 3, coeffs: 2 };
  expect(subtractClipMean(matrix)).toBe(matrix);
  expect(matrix.data).toEqual(Float32Array.of(-3, -20, -1, -10, 4, 30));
});

it('subtractClipMean(matrix) gives zeros for a single frame', () => {
  expect(subtractClipMean({ data: Float32Array.of(5, -7), frames: 1, coeffs: 2 }).data).toEqual(Float32Array.of(0, 0));
});
