import { Random } from '@ser/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFft, dct, istft, melSpectrogram, resample, type Signal, stft, type WindowName } from '../src/index.js';

const windows: readonly WindowName[] = ['hann', 'hamming', 'blackman', 'povey', 'rectangular'];

const noise = (length: number, seed: number): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length }, () => random.normal());
};

const signalOf = (samples: Float64Array): Signal => ({ samples, sampleRate: 16000 });

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  let worst = 0;
  for (let i = 0; i < a.length; i++) worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
  return worst;
};

it('Parseval: a transform keeps the energy', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 700 }), fc.nat(), (size, seed) => {
      const fft = createFft(size);
      const x = noise(size, seed);
      const power = new Float64Array(fft.bins);
      fft.power(power, x);
      const inTime = x.reduce((sum, value) => sum + value * value, 0);
      const inFrequency =
        power.reduce((sum, value, k) => sum + (k === 0 || 2 * k === size ? value : 2 * value), 0) / size;
      expect(Math.abs(inFrequency / inTime - 1)).toBeLessThan(1e-11);
    }),
  );
});

it('linearity: the transform of a sum is the sum of the transforms', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 300 }),
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.nat(),
      (nFft, factor, seed) => {
        const [a, b] = [noise(900, seed), noise(900, seed + 1)];
        const options = { nFft, hopLength: 100 };
        const [x, y, both] = [a, b, a.map((value, i) => value + factor * b[i]!)].map((part) =>
          stft(signalOf(part), options),
        );
        for (const part of ['real', 'imag'] as const)
          expect(
            largest(
              both![part],
              x![part].map((value, i) => value + factor * y![part][i]!),
            ),
          ).toBeLessThan(1e-10);
      },
    ),
    { numRuns: 50 },
  );
});

it('shift: a signal later by one hop has the same frames, later by one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 8, max: 300 }),
      fc.integer({ min: 1, max: 200 }),
      fc.nat(),
      (nFft, hopLength, seed) => {
        const options = { nFft, hopLength, center: false };
        const x = noise(1000, seed);
        const later = new Float64Array(1000 + hopLength);
        later.set(x, hopLength);
        const [a, b] = [stft(signalOf(x), options), stft(signalOf(later), options)];
        expect(b.frames).toBe(a.frames + 1);
        expect(largest(b.real.subarray(a.coeffs), a.real)).toBe(0);
        expect(largest(b.imag.subarray(a.coeffs), a.imag)).toBe(0);
      },
    ),
    { numRuns: 50 },
  );
});

it('istft undoes stft for every window, size, hop and length that overlap enough', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...windows),
      fc.integer({ min: 16, max: 400 }),
      fc.double({ min: 0.05, max: 0.4, noNaN: true }),
      fc.integer({ min: 1, max: 2000 }),
      fc.nat(),
      (window, nFft, share, length, seed) => {
        const options = { nFft, hopLength: Math.max(1, Math.floor(share * nFft)), window };
        const x = noise(length, seed);
        const back = istft(stft(signalOf(x), options), { ...options, length });
        expect(largest(back.samples, x)).toBeLessThan(1e-9);
        expect(back.sampleRate).toBe(16000);
      },
    ),
    { numRuns: 80 },
  );
});

it('DCT of type 3 undoes that of type 2, and the orthonormal ones keep the energy', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(), (coeffs, seed) => {
      const data = noise(3 * coeffs, seed);
      const there = dct({ data, frames: 3, coeffs });
      expect(largest(dct(there, { type: 3 }).data, data)).toBeLessThan(1e-5);
      const plain = dct(dct({ data, frames: 3, coeffs }, { norm: null }), { type: 3, norm: null });
      expect(
        largest(
          plain.data.map((value) => value / (2 * coeffs)),
          data,
        ),
      ).toBeLessThan(1e-5);
      const energy = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value * value, 0);
      expect(Math.abs(energy(there.data) / energy(data) - 1)).toBeLessThan(1e-5);
    }),
  );
});

it('resampling up and back returns what is within the passband', () => {
  fc.assert(
    fc.property(
      fc.constantFrom([16000, 22050], [16000, 48000], [8000, 11025], [22050, 44100]),
      fc.nat(),
      ([low, high], seed) => {
        const random = new Random(seed);
        const tones = Array.from({ length: 5 }, () => [random.uniform(0, 0.44 * low!), random.uniform(0, 6)]);
        const samples = Float64Array.from({ length: 3000 }, (_, i) =>
          tones.reduce((sum, [hz, phase]) => sum + Math.sin((2 * Math.PI * hz! * i) / low! + phase!) / 5, 0),
        );
        const back = resample(resample({ samples, sampleRate: low! }, high!), low!).samples;
        expect(largest(back.subarray(500, 2500), samples.subarray(500, 2500))).toBeLessThan(2e-3);
      },
    ),
    { numRuns: 8 },
  );
});

it('power grows with the square of the samples', () => {
  const samples = noise(3000, 5);
  const options = { nFft: 256, hopLength: 64, nMels: 30 };
  const once = melSpectrogram(signalOf(samples), options).data;
  const twice = melSpectrogram(signalOf(samples.map((x) => 2 * x)), options).data;
  expect(
    largest(
      twice,
      once.map((x) => 4 * x),
    ),
  ).toBe(0);
});
