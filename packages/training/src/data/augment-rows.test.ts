import { Random } from '@ser/core';
import { expect, it } from 'vitest';
import { completeOptions } from '../recipe/complete-options.js';
import type { FeatureAugmentation } from '../recipe/feature-augmentation.js';
import { augmentRows } from './augment-rows.js';

const checkAugmentation = (featureAugmentation: FeatureAugmentation) =>
  completeOptions({ epochs: 1, featureAugmentation });

const rows = 40;
const frames = 10;
const coeffs = 6;
const ones = () => ({
  windows: new Float32Array(rows * frames * coeffs).fill(1),
  shape: [rows, frames, coeffs] as const,
});
const noTargets = () => [new Float32Array(rows * 2)];

it('masks runs of frames, of all lengths up to the longest', () => {
  const input = ones();
  augmentRows(input, noTargets(), { timeMasks: { count: 1, frames: 4 } }, new Random(1));
  const lengths = new Set<number>();
  for (let row = 0; row < rows; row++) {
    const masked: number[] = [];
    for (let t = 0; t < frames; t++) {
      const from = (row * frames + t) * coeffs;
      const frame = new Set(input.windows.subarray(from, from + coeffs));
      expect(frame.size).toBe(1);
      if (frame.has(0)) masked.push(t);
    }
    lengths.add(masked.length);
    if (masked.length > 0) expect(masked.at(-1)! - masked[0]!).toBe(masked.length - 1);
  }
  expect([...lengths].sort()).toEqual([0, 1, 2, 3, 4]);
});

it('masks coefficients in all frames of a window', () => {
  const input = ones();
  augmentRows(input, noTargets(), { coeffMasks: { count: 1, coeffs: 2 } }, new Random(1));
  for (let row = 0; row < rows; row++) {
    const first = input.windows.slice(row * frames * coeffs, row * frames * coeffs + coeffs);
    for (let t = 1; t < frames; t++) {
      const from = (row * frames + t) * coeffs;
      expect(input.windows.slice(from, from + coeffs)).toEqual(first);
    }
    expect(first.filter((x) => x === 0).length).toBeLessThanOrEqual(2);
  }
});

it('blends windows and targets in the same shares, each keeping at least half of itself', () => {
  const windows = Float32Array.from({ length: rows * frames * coeffs }, (_, i) => Math.floor(i / (frames * coeffs)));
  const targets = Float32Array.from({ length: rows * 2 }, (_, i) => Math.floor(i / 2));
  augmentRows({ windows, shape: [rows, frames, coeffs] }, [targets], { mixup: 0.4 }, new Random(2));
  let blended = 0;
  for (let row = 0; row < rows; row++) {
    expect(windows[row * frames * coeffs]).toBeCloseTo(targets[row * 2]!, 5);
    expect(Math.abs(targets[row * 2]! - row)).toBeLessThanOrEqual(rows / 2);
    if (Math.abs(targets[row * 2]! - row) > 0.01) blended++;
  }
  expect(blended).toBeGreaterThan(rows / 3);
});

it('refuses numbers that make no sense', () => {
  expect(() => checkAugmentation({ mixup: 0 })).toThrow('featureAugmentation.mixup must be a number in (0, 1], got 0');
  expect(() => checkAugmentation({ timeMasks: { count: 1, frames: 0.5 } })).toThrow('featureAugmentation.timeMasks');
  expect(() => checkAugmentation({ coeffMasks: { count: 0, coeffs: 1 } })).toThrow('featureAugmentation.coeffMasks');
  expect(() => checkAugmentation({})).not.toThrow();
});
