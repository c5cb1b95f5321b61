import { Random } from '@ser/core';
import { expect, it } from 'vitest';
import { type Fingerprint, fingerprint, similarity } from './fingerprint.js';
import { similarPairs } from './similar-pairs.js';

const THRESHOLD = 0.92;
const LENGTH = 96;

function unit(random: Random): Float32Array {
  const shape = Float32Array.from({ length: LENGTH }, () => random.normal());
  const norm = Math.hypot(...shape);
  return shape.map((value) => value / norm);
}

/** A point at a given similarity to another one. */
function near(shape: Float32Array, alike: number, random: Random): Float32Array {
  const other = unit(random);
  const along = shape.reduce((sum, value, i) => sum + value * other[i]!, 0);
  const across = other.map((value, i) => value - along * shape[i]!);
  const norm = Math.hypot(...across);
  return shape.map((value, i) => alike * value + (Math.sqrt(1 - alike * alike) * across[i]!) / norm);
}

/** Recordings of the same size, every tenth of which is a near-duplicate of the one before it. */
function prints(count: number, sizeOf: (index: number) => number = () => 100): Fingerprint[] {
  const random = new Random(count);
  const list: Fingerprint[] = [];
  for (let i = 0; i < count; i++) {
    const shape = i % 10 === 9 ? near(list[i - 1]!.shape, random.uniform(0.93, 1), random) : unit(random);
    list.push(fingerprint(sizeOf(i), shape));
  }
  return list;
}

const search = (list: readonly Fingerprint[], threshold = THRESHOLD) =>
  similarPairs(list, { threshold, upTo: (size) => size * 1.02 });
const places = (list: readonly Fingerprint[]) => search(list).pairs.map(({ first, second }) => `${first} ${second}`);

it('finds every near-duplicate where all pairs are compared, and where only pairs in a bucket are', () => {
  for (const count of [500, 5000]) {
    const list = prints(count);
    const { pairs, comparisons, wholeComparisons } = search(list);
    expect(pairs.map(({ first, second }) => [first, second]).sort(([a], [b]) => a! - b!)).toEqual(
      Array.from({ length: count / 10 }, (_, i) => [10 * i + 8, 10 * i + 9]),
    );
    for (const { first, second, similarity: alike } of pairs)
      expect(alike).toBe(similarity(list[first]!, list[second]!, 0));
    expect(wholeComparisons).toBeGreaterThanOrEqual(pairs.length);
    // The larger list has 12.5 million pairs.
    if (count === 500) {
      expect(comparisons).toBe((500 * 499) / 2);
      expect(wholeComparisons).toBeLessThan(2 * pairs.length);
    } else expect(comparisons).toBeLessThan(1e6);
  }
});

it('compares no more than in proportion to n log n, from 500 to 20 000 recordings', () => {
  const shares = [500, 1000, 2000, 5000, 10_000, 20_000].map((count) => {
    const { comparisons } = search(prints(count));
    return comparisons / (count * Math.log2(count));
  });
  // All pairs of 20 000 would be 700 times n log n.
  for (const share of shares) expect(share).toBeLessThan(128);
  expect(shares.at(-1)).toBeLessThan(shares[1]!);
});

it('leaves out pairs whose sizes differ too much, and nothing else', () => {
  const sized = prints(3000, (index) => 100 + Math.floor(index / 100));
  const far = fingerprint(500, sized[0]!.shape);
  const close = fingerprint(129, sized[2990]!.shape);
  const found = places([...sized, close, far]);
  expect(found).toContain('2990 3000');
  expect(found).toHaveLength(301);
});

it('compares all pairs where a low threshold would need too many buckets', () => {
  const list = prints(2000);
  expect(search(list, 0.3).comparisons).toBe((2000 * 1999) / 2);
});

it('has nothing to compare in lists of one and none', () => {
  const nothing = { pairs: [], comparisons: 0, wholeComparisons: 0 };
  expect(search([])).toEqual(nothing);
  expect(search(prints(1))).toEqual(nothing);
});
