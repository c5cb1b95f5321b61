import type { FeatureMatrix } from '@ser/dsp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyWindow, toWindows, type WindowSpec, windowStarts } from './windows.js';

/** A clip whose value in frame t is t + 1 and -(t + 1). */
const clip = (frames: number): FeatureMatrix => ({
  data: Float32Array.from({ length: frames * 2 }, (_, i) => (Math.floor(i / 2) + 1) * (i % 2 ? -1 : 1)),
  frames,
  coeffs: 2,
});

/** The first coefficient of each frame of each window. */
const rows = (matrix: FeatureMatrix, spec: WindowSpec): number[][] => {
  const { data, count, frames, coeffs } = toWindows(matrix, spec);
  return Array.from({ length: count }, (_, window) =>
    Array.from({ length: frames }, (_, frame) => data[(window * frames + frame) * coeffs]!),
  );
};

describe('a clip shorter than the window', () => {
  it('is repeated with wrap', () => {
    expect(rows(clip(3), { frames: 8, hopFrames: 4, padding: 'wrap' })).toEqual([[1, 2, 3, 1, 2, 3, 1, 2]]);
    expect(rows(clip(1), { frames: 3, hopFrames: 3, padding: 'wrap' })).toEqual([[1, 1, 1]]);
  });

  it('is followed by zeros with zero', () => {
    expect(rows(clip(3), { frames: 5, hopFrames: 4, padding: 'zero' })).toEqual([[1, 2, 3, 0, 0]]);
  });

  it('keeps its coefficients together', () => {
    expect([...toWindows(clip(2), { frames: 3, hopFrames: 1, padding: 'wrap' }).data]).toEqual([1, -1, 2, -2, 1, -1]);
  });
});

describe('a clip longer than the window', () => {
  it('is covered by overlapping windows, the last one flush with its end', () => {
    expect(rows(clip(7), { frames: 4, hopFrames: 2, padding: 'wrap' })).toEqual([
      [1, 2, 3, 4],
      [3, 4, 5, 6],
      [4, 5, 6, 7],
    ]);
  });

  it('has no window twice', () => {
    expect(rows(clip(4), { frames: 4, hopFrames: 4, padding: 'zero' })).toEqual([[1, 2, 3, 4]]);
    expect(rows(clip(8), { frames: 4, hopFrames: 4, padding: 'zero' })).toHaveLength(2);
  });
});

it('has every frame of any clip in some window, and only whole windows of long clips', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 60 }),
      fc.nat(),
      (clipFrames, frames, hop) => {
        const starts = windowStarts(clipFrames, { frames, hopFrames: 1 + (hop % frames), padding: 'zero' });
        const covered = new Set(starts.flatMap((start) => Array.from({ length: frames }, (_, i) => start + i)));
        for (let frame = 0; frame < clipFrames; frame++) expect(covered.has(frame)).toBe(true);
        expect(starts.at(-1)).toBe(Math.max(0, clipFrames - frames));
        expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      },
    ),
  );
});

it('refuses what makes no sense, by name', () => {
  const spec: WindowSpec = { frames: 4, hopFrames: 2, padding: 'wrap' };
  expect(() => toWindows(clip(0), spec)).toThrow('features.frames must be a positive integer, got 0');
  expect(() => toWindows({ ...clip(3), frames: 4 }, spec)).toThrow('features.data must be 4 × 2 values');
  expect(() => toWindows(clip(3), { ...spec, frames: 0 })).toThrow(
    'window.frames must be an integer from 1 to 1048576, got 0',
  );
  expect(() => toWindows(clip(3), { ...spec, hopFrames: 5 })).toThrow("from 1 to the window's 4 frames, got 5");
  expect(() => toWindows(clip(3), { ...spec, padding: 'reflect' as 'wrap' })).toThrow('window.padding must be wrap or');
});

for (const padding of ['zero', 'wrap'] as const)
  it(`copyWindow normalizes before it pads by ${padding}`, () => {
    const window = { frames: 7, hopFrames: 3, padding };
    const statistics = { mean: [1, -2], std: [2, 3] };
    for (const frames of [1, 3, 6, 7, 8, 20]) {
      const raw = clip(frames);
      const normalized = {
        ...raw,
        data: raw.data.map((x, i) => (x - statistics.mean[i % 2]!) / statistics.std[i % 2]!),
      };
      const expected = toWindows(normalized, window);
      const actual = new Float32Array(expected.data.length);
      for (const [i, start] of windowStarts(frames, window).entries())
        copyWindow(raw, start, window, actual, i * 14, statistics);
      expect(actual).toEqual(expected.data);
    }
  });
