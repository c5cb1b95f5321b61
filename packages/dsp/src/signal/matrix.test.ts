import { SerError } from '@ser/core';
import { expect, it } from 'vitest';
import { delta } from '../temporal/delta.js';
import { istft } from '../transform/stft.js';
import { toCoeffMajor } from './matrix.js';

it('lays the coefficients out one after the other', () => {
  expect([...toCoeffMajor({ data: Float32Array.of(1, 2, 3, 4, 5, 6), frames: 2, coeffs: 3 })]).toEqual([
    1, 4, 2, 5, 3, 6,
  ]);
});

it.each([
  [1.5, 2],
  [3, 5 / 3],
  [-1, -3],
  [0, 3],
  [3, 2],
  [3, Number.NaN],
])('refuses %d × %d as the shape of its values', (frames, coeffs) => {
  const values = new Float64Array(Math.floor(Math.abs(frames * coeffs)) || 3);
  const data = frames * coeffs === 6 ? new Float64Array(5) : values;
  expect(() => delta({ data, frames, coeffs }, { width: 3, mode: 'nearest' })).toThrow(SerError);
  expect(() => istft({ real: data, imag: data, frames, coeffs, sampleRate: 8000 })).toThrow(SerError);
});
