import { Random } from '@ser/core';
import { describe, expect, it } from 'vitest';
import { type Clip, cut, planEpoch } from './epoch-plan.js';

const clips: Clip[] = Array.from({ length: 70 }, (_, i) => ({ frames: [50 + i] }));
const options = { batchSize: 32, windowFrames: 80 };

it('visits every example once, in batches of nearly equal size', () => {
  const batches = planEpoch(clips, options, new Random(1));
  expect(batches.map((batch) => batch.length)).toEqual([23, 23, 24]);
  const order = batches.flat().map(({ example }) => example);
  expect([...order].sort((a, b) => a - b)).toEqual([...clips.keys()]);
  expect(order).not.toEqual([...clips.keys()]);
});

it('cuts windows at random places inside the clip, short clips at their beginning', () => {
  const starts = new Set<number>();
  for (let epoch = 0; epoch < 40; epoch++) {
    for (const { example, start } of planEpoch(clips, options, new Random(epoch)).flat()) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(start).toBeLessThanOrEqual(Math.max(0, clips[example]!.frames[0]! - 80));
      starts.add(start);
    }
  }
  expect(Math.max(...starts)).toBe(39);
});

it('depends on the random numbers only', () => {
  expect(planEpoch(clips, options, new Random(3))).toEqual(planEpoch(clips, options, new Random(3)));
  expect(planEpoch(clips, options, new Random(3))).not.toEqual(planEpoch(clips, options, new Random(4)));
});

describe('variants', () => {
  const copies: Clip[] = clips.map(({ frames: [plain] }, i) => ({ frames: i % 2 ? [plain!] : [plain!, 90, 200] }));

  it('are drawn as often as the plain features, in windows of their own length', () => {
    const counts = [0, 0, 0];
    let last = 0;
    for (let epoch = 0; epoch < 100; epoch++) {
      for (const { example, variant, start } of planEpoch(copies, options, new Random(epoch)).flat()) {
        if (example % 2) expect(variant).toBe(0);
        else counts[variant]! += 1;
        if (variant === 1) expect(start).toBeLessThanOrEqual(10);
        if (variant === 2) last = Math.max(last, start);
      }
    }
    for (const count of counts) expect(Math.abs(count / 3500 - 1 / 3)).toBeLessThan(0.03);
    expect(last).toBe(120);
  });

  it('change nothing for examples without them, and are left out on request', () => {
    const order = (plan: Clip[]) =>
      planEpoch(plan, options, new Random(5))
        .flat()
        .map(({ example }) => example);
    expect(order(copies)).toEqual(order(clips));
    expect(planEpoch(copies, { ...options, plain: true }, new Random(5))).toEqual(
      planEpoch(clips, options, new Random(5)),
    );
  });
});

it('cuts a list into runs whose lengths differ by at most one', () => {
  expect(cut([1, 2, 3, 4, 5], 2)).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
  expect(cut([1], 3).flat()).toEqual([1]);
});
