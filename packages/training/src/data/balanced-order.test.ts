import { Random } from '@ser/core';
import { describe, expect, it } from 'vitest';
import { completeOptions } from '../recipe/complete-options.js';
import { balancedOrder } from './balanced-order.js';
import { clipsOf } from './clips-of.js';

/** Three classes of 60, 25 and 15 examples; speakers of the first class are as uneven. */
const groups = Array.from({ length: 100 }, (_, i) => {
  const label = i < 60 ? 'a' : i < 85 ? 'b' : 'c';
  return [label, i % 10 === 0 ? 'rare' : 'common'];
});

const count = (order: readonly number[], depth: number): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const example of order) {
    const group = groups[example]!.slice(0, depth + 1).join();
    counts[group] = (counts[group] ?? 0) + 1;
  }
  return counts;
};

it('spreads each run of neighbors evenly over the first groups, and over the second within each', () => {
  const order = balancedOrder(groups, new Random(1));
  expect(order).toHaveLength(100);
  for (let first = 0; first < 96; first += 12) {
    const batch = order.slice(first, first + 12);
    expect(count(batch, 0)).toEqual({ a: 4, b: 4, c: 4 });
    expect(Object.values(count(batch, 1))).toEqual([2, 2, 2, 2, 2, 2]);
  }
});

it('shows every example of a group before any comes again', () => {
  const order = balancedOrder(groups, new Random(2));
  const rare = order.filter((example) => groups[example]!.join() === 'b,rare');
  // Examples 60, 70 and 80: they come by turns.
  expect(rare.length).toBeGreaterThan(14);
  for (let i = 0; i + 3 <= rare.length; i += 3) expect(new Set(rare.slice(i, i + 3)).size).toBe(3);
});

it('follows from the random numbers alone', () => {
  expect(balancedOrder(groups, new Random(3))).toEqual(balancedOrder(groups, new Random(3)));
  expect(balancedOrder(groups, new Random(3))).not.toEqual(balancedOrder(groups, new Random(4)));
});

describe('groups of examples', () => {
  const features = { data: new Float32Array(4), frames: 2, coeffs: 2 };
  const example = { id: 'x', features, label: 1, speaker: '03', corpus: 'emodb' };

  it('tell speakers of two corpora apart', () => {
    const [first, second] = clipsOf([example, { ...example, corpus: 'tess' }], ['speaker', 'class']);
    expect(first!.groups![0]).not.toBe(second!.groups![0]);
    expect(first!.groups![1]).toBe(second!.groups![1]);
  });

  it('have to be known', () => {
    const { corpus: _, ...unknown } = example;
    expect(() => clipsOf([unknown], ['corpus'])).toThrow('example x has no corpus, which balance needs');
    expect(() => completeOptions({ epochs: 1, balance: ['class', 'class'] })).toThrow(
      "balance must be a list of different ones of 'class',",
    );
    expect(() => completeOptions({ epochs: 1, balance: ['gender' as never] })).toThrow(
      'balance.0 must be a list of different ones',
    );
  });
});
