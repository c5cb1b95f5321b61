import { Random } from '@ser/core';
import { expect, it } from 'vitest';
import { cut, planEpoch } from './epoch-plan.js';

const frames = Array.from({ length: 70 }, (_, i) => 50 + i);
const options = { batchSize: 32, windowFrames: 80 };

it('visits every example once, in batches of nearly equal size', () => {
  const batches = planEpoch(frames, options, new Random(1));
  expect(batches.map((batch) => batch.length)).toEqual([23, 23, 24]);
  const order = batches.flat().map(({ example }) => example);
  expect([...order].sort((a, b) => a - b)).toEqual([...frames.keys()]);
  expect(order).not.toEqual([...frames.keys()]);
});

it('cuts windows at random places inside the clip, short clips at their beginning', () => {
  const starts = new Set<number>();
  for (let epoch = 0; epoch < 40; epoch++) {
    for (const { example, start } of planEpoch(frames, options, new Random(epoch)).flat()) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(start).toBeLessThanOrEqual(Math.max(0, frames[example]! - 80));
      starts.add(start);
    }
  }
  expect(Math.max(...starts)).toBe(39);
});

it('follows from the random numbers alone', () => {
  expect(planEpoch(frames, options, new Random(3))).toEqual(planEpoch(frames, options, new Random(3)));
  expect(planEpoch(frames, options, new Random(3))).not.toEqual(planEpoch(frames, options, new Random(4)));
});

it('cuts a list into runs whose lengths differ by at most one', () => {
  expect(cut([1, 2, 3, 4, 5], 2)).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
  expect(cut([1], 3).flat()).toEqual([1]);
});
