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
  const before = x.slice();
  const spectrum = fft.createSpectrum();
  const { real, imag } = spectrum;
  const power = new Float64Array(fft.bins);
  fft.transform(spectrum, x);
  fft.power(power, x);
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
  fft.inverseTransform(back, spectrum);
  for (let i = 0; i < size; i++) expect(Math.abs(back[i]! - x[i]!)).toBeLessThan(1e-12 * size);
  expect(x).toEqual(before);
});

it('refuses sizes that are no positive integers', () => {
  for (const size of [0, -2, 1.5, Number.NaN, 2 ** 25])
    expect(() => createFft(size)).toThrow(/nFft must be an integer/);
});

it('takes fewer samples as followed by zeros, in single or double precision', () => {
  for (const size of [8, 9]) {
    const fft = createFft(size);
    const [short, padded] = [fft.createSpectrum(), fft.createSpectrum()];
    fft.transform(padded, noise(size));
    fft.transform(short, Float32Array.of(1, 2, 3));
    fft.transform(
      padded,
      Float64Array.from({ length: size }, (_, i) => (i < 3 ? i + 1 : 0)),
    );
    expect(short).toEqual(padded);
  }
});

it('refuses samples, spectra and outputs of another size', () => {
  const fft = createFft(4);
  const spectrum = fft.createSpectrum();
  expect(() => fft.transform(spectrum, new Float64Array(5))).toThrow('samples must be at most 4 samples');
  expect(() => fft.transform(createFft(6).createSpectrum(), new Float64Array(4))).toThrow('out must be 3 values');
  expect(() => fft.power(new Float64Array(4), new Float64Array(4))).toThrow('out must be 3 values');
  expect(() => fft.inverseTransform(new Float64Array(3), spectrum)).toThrow('out must be 4 values');
  expect(() => fft.inverseTransform(new Float64Array(4), createFft(6).createSpectrum())).toThrow('spectrum must be 3');
});
