import { Random } from '@ser/core';
import { expect, it } from 'vitest';
import { maskFrequency, maskTime, mixup } from './feature-changes.js';

const [frames, coeffs] = [20, 6];
const features = {
  data: Float32Array.from({ length: frames * coeffs }, (_, i) => Math.sin(i) + (i % coeffs)),
  frames,
  coeffs,
};
const means = Array.from({ length: coeffs }, (_, c) => {
  let sum = 0;
  for (let t = 0; t < frames; t++) sum += features.data[t * coeffs + c]!;
  return sum / frames;
});
const isMean = (data: Float32Array, t: number, c: number): boolean =>
  Math.abs(data[t * coeffs + c]! - means[c]!) < 1e-6;

it('masks whole frames, or whole coefficients, with their means and nothing else', () => {
  const random = new Random(1);
  let [masked, longest] = [0, 0];
  for (let round = 0; round < 200; round++) {
    const time = maskTime(features, { count: 1, longest: 5 }, random).data;
    const frequency = maskFrequency(features, { count: 1, longest: 2 }, random).data;
    let run = 0;
    for (let t = 0; t < frames; t++) {
      if (isMean(time, t, 0)) run += 1;
      for (let c = 0; c < coeffs; c++) {
        expect(isMean(time, t, c) || time[t * coeffs + c] === features.data[t * coeffs + c]).toBe(true);
        expect(isMean(time, t, c)).toBe(isMean(time, t, 0));
        expect(isMean(frequency, t, c)).toBe(isMean(frequency, 0, c));
      }
    }
    masked += run;
    longest = Math.max(longest, run);
  }
  expect(longest).toBe(5);
  // Lengths 0 to 5 are equally likely.
  expect(masked / 200).toBeGreaterThan(2);
  expect(masked / 200).toBeLessThan(3);
});

it('blends two examples', () => {
  const other = { features: { ...features, data: features.data.map((x) => -x) }, target: Float32Array.of(0, 1) };
  const mixed = mixup({ features, target: Float32Array.of(1, 0) }, other, 0.75);
  expect([...mixed.target]).toEqual([0.75, 0.25]);
  for (const [i, x] of mixed.features.data.entries()) expect(x).toBeCloseTo(features.data[i]! / 2, 5);
});

it('refuses what does not fit', () => {
  const example = { features, target: Float32Array.of(1, 0) };
  expect(() => maskTime(features, { count: 0, longest: 1 }, new Random(1))).toThrow('count must be a positive integer');
  expect(() => mixup(example, example, 2)).toThrow('share must be in [0, 1], got 2');
  expect(() => mixup(example, { ...example, target: Float32Array.of(1) }, 0.5)).toThrow('as many classes');
  expect(() => mixup(example, { ...example, features: { ...features, frames: 10 } }, 0.5)).toThrow('shape');
});
