import { Random } from '@ser/core';
import { expect, it } from 'vitest';
import { createFft } from './fft.js';

const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 25, 30, 31, 64, 100, 127, 128, 400, 441, 512];

function noise(size: number): Float64Array {
  const random = new Random(size);
  return Float64Array.from({ length: size }, () => random.normal());
}

it.each(sizes)('size %i equals the definition of the transform, and inverts', (size) => {
  const fft = createFft(size);
  const x = noise(size);
  fft.input.set(x);
  const [real, imag, power] = [new Float64Array(fft.bins), new Float64Array(fft.bins), new Float64Array(fft.bins)];
  fft.spectrum(real, imag);
  fft.power(power);
  expect(fft.bins).toBe(1 + Math.floor(size / 2));
  for (let k = 0; k < fft.bins; k++) {
    let [re, im] = [0, 0];
    for (let i = 0; i < size; i++) {
      re += x[i]! * Math.cos((2 * Math.PI * ((i * k) % size)) / size);
      im -= x[i]! * Math.sin((2 * Math.PI * ((i * k) % size)) / size);
    }
    expect(Math.hypot(real[k]! - re, imag[k]! - im)).toBeLessThan(1e-11 * Math.sqrt(size));
    expect(Math.abs(power[k]! - re * re - im * im)).toBeLessThan(1e-10 * size);
  }
  const back = new Float64Array(size);
  fft.inverse(real, imag, back);
  for (let i = 0; i < size; i++) expect(Math.abs(back[i]! - x[i]!)).toBeLessThan(1e-12 * size);
  expect([...fft.input]).toEqual([...x]);
});

it('refuses sizes that are no positive integers', () => {
  for (const size of [0, -2, 1.5, Number.NaN, 2 ** 25])
    expect(() => createFft(size)).toThrow(/nFft must be an integer/);
});
