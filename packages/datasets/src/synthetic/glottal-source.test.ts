import { Random } from '@ser/core';
import { expect, it } from 'vitest';
import { GlottalSource } from './glottal-source.js';

const settings = { sampleRate: 16_000, openQuotient: 0.6, jitter: 0, shimmer: 0, tilt: 0 };

const render = (pitch: number, samples: number, changes: Partial<typeof settings> = {}): Float64Array => {
  const source = new GlottalSource({ ...settings, ...changes }, new Random(1));
  return Float64Array.from({ length: samples }, () => source.next(pitch));
};

const powerAt = (signal: Float64Array, frequency: number): number => {
  let [real, imaginary] = [0, 0];
  for (const [n, x] of signal.entries()) {
    const angle = (2 * Math.PI * frequency * n) / settings.sampleRate;
    real += x * Math.cos(angle);
    imaginary -= x * Math.sin(angle);
  }
  return real * real + imaginary * imaginary;
};

it('repeats itself at the pitch, without a constant part', () => {
  const signal = render(100, 1600);
  const change = signal.slice(160).map((x, i) => Math.abs(x - signal[i]!));
  expect(Math.max(...change)).toBeLessThan(1e-9);
  expect(Math.abs(signal.reduce((sum, x) => sum + x, 0) / 1600)).toBeLessThan(0.02);
});

it('has harmonics that fall', () => {
  const signal = render(100, 16_000);
  expect(powerAt(signal, 100)).toBeGreaterThan(100 * powerAt(signal, 150));
  expect(powerAt(signal, 200)).toBeGreaterThan(powerAt(signal, 1000));
  expect(powerAt(signal, 1000)).toBeGreaterThan(powerAt(signal, 4000));
});

it('is attenuated at 3 kHz by the tilt', () => {
  const [plain, tilted] = [render(100, 16_000), render(100, 16_000, { tilt: 12 })];
  expect(10 * Math.log10(powerAt(plain, 3000) / powerAt(tilted, 3000))).toBeCloseTo(12, 1);
  expect(10 * Math.log10(powerAt(plain, 100) / powerAt(tilted, 100))).toBeLessThan(0.3);
});

it('wavers with jitter and shimmer', () => {
  const periods = (signal: Float64Array): number[] => {
    const starts: number[] = [];
    for (let i = 1; i < signal.length; i++) if (signal[i - 1]! < -0.3 && signal[i]! >= -0.05) starts.push(i);
    return starts.slice(1).map((start, i) => start - starts[i]!);
  };
  const spread = (values: number[]): number => Math.max(...values) - Math.min(...values);
  expect(spread(periods(render(100, 16_000)))).toBeLessThanOrEqual(1);
  expect(spread(periods(render(100, 16_000, { jitter: 0.03 })))).toBeGreaterThan(8);
  const shimmered = render(100, 16_000, { shimmer: 0.2 });
  expect(Math.min(...shimmered)).toBeLessThan(-1.3);
});
