import { Random } from '@ser/core';
import { BLOCK, type Fingerprint, similarity } from './fingerprint.js';

/** Options of {@link similarPairs}. */
export interface SimilarPairsOptions {
  /** Least similarity of a pair. */
  readonly threshold: number;
  /** The largest size that a fingerprint of a given size is compared with. */
  readonly upTo: (size: number) => number;
}

/** Two fingerprints by their place in the list. */
export interface SimilarPair {
  readonly first: number;
  readonly second: number;
  readonly similarity: number;
}

/** The pairs that a search found, the number of pairs it compared, and how many of these by more than their first blocks. */
export interface SimilarPairs {
  readonly pairs: readonly SimilarPair[];
  readonly comparisons: number;
  readonly wholeComparisons: number;
}

/** All pairs within the sizes are compared as long as they are no more than this many times n log n. */
const COMPARISONS = 128;
/** A pair right at the threshold is missed with at most this probability where not all pairs are compared. */
const MISSED = 1e-6;
/** Blocks of a fingerprint that nearly all comparisons stop within. */
const HEAD = 2;
/** More than sums in another order differ by. */
const ROUNDING = 1e-9;
/** Cost of a table of buckets for each fingerprint, in comparisons. */
const TABLE_COST = 8;

/**
 * Finds the pairs of fingerprints that are at least as similar as the threshold, in a time that grows as n log n with
 * the number of fingerprints.
 *
 * If few enough pairs are close in size, as in all published corpora, each of them is compared. If not, fingerprints
 * are first sorted into buckets by the signs of random projections (Charikar, 2002), with as many tables of buckets as
 * make sure that a pair at the threshold shares one, but for one in a million; only pairs in a bucket are compared.
 *
 * @param prints in the order of their sizes.
 */
export function similarPairs(prints: readonly Fingerprint[], { threshold, upTo }: SimilarPairsOptions): SimilarPairs {
  if (prints.length < 2) return { pairs: [], comparisons: 0, wholeComparisons: 0 };
  const found = new Map<number, SimilarPair>();
  let comparisons = 0;
  let wholeComparisons = 0;
  const mayBeSimilar = headComparison(prints, threshold - ROUNDING);
  const compare = (first: number, second: number): void => {
    comparisons++;
    if (!mayBeSimilar(first, second)) return;
    wholeComparisons++;
    const alike = similarity(prints[first]!, prints[second]!, threshold);
    if (alike >= threshold) found.set(first * prints.length + second, { first, second, similarity: alike });
  };
  const sizes = Float64Array.from(prints, ({ size }) => size);
  const limits = sizes.map(upTo);
  const tables = tablesFor(prints.length, threshold);
  const most = Math.max(COMPARISONS * Math.log2(prints.length), TABLE_COST * tables.count) * prints.length;
  const groups = pairsWithin(sizes, limits) <= most ? [prints.map((_, index) => index)] : buckets(prints, tables);
  for (const group of groups)
    for (const [place, first] of group.entries())
      for (let next = place + 1; next < group.length; next++) {
        const second = group[next]!;
        if (sizes[second]! > limits[first]!) break;
        compare(first, second);
      }
  return { pairs: [...found.values()], comparisons, wholeComparisons };
}

/** Returns the number of pairs within the sizes that are compared. */
function pairsWithin(sizes: Float64Array, limits: Float64Array): number {
  let pairs = 0;
  let end = 0;
  for (const [index, limit] of limits.entries()) {
    while (end < sizes.length && sizes[end]! <= limit) end++;
    pairs += end - index - 1;
  }
  return pairs;
}

/**
 * Returns a comparison of the first blocks of two fingerprints, which says no only if all blocks would. These blocks lie
 * side by side, so that the processor's caches hold those of all fingerprints of about one size: most of the time of a
 * comparison is waiting for memory.
 */
function headComparison(prints: readonly Fingerprint[], least: number): (first: number, second: number) => boolean {
  const blocks = Math.min(HEAD, prints[0]!.rest.length);
  const width = blocks * BLOCK;
  const heads = new Float32Array(prints.length * width);
  const rests = new Float32Array(prints.length * blocks);
  for (const [index, { shape, rest }] of prints.entries()) {
    heads.set(shape.subarray(0, width), index * width);
    rests.set(rest.subarray(0, blocks), index * blocks);
  }
  return (first, second) => {
    let sum = 0;
    for (let block = 0; block < blocks; block++) {
      sum += dot(heads, first * width + block * BLOCK, second * width + block * BLOCK);
      if (sum + rests[first * blocks + block]! * rests[second * blocks + block]! < least) return false;
    }
    return true;
  };
}

/** The sum of products of two blocks, in four sums that do not wait for each other. */
function dot(values: Float32Array, a: number, b: number): number {
  let p = 0;
  let q = 0;
  let r = 0;
  let s = 0;
  for (let i = 0; i < BLOCK; i += 4) {
    p += values[a + i]! * values[b + i]!;
    q += values[a + i + 1]! * values[b + i + 1]!;
    r += values[a + i + 2]! * values[b + i + 2]!;
    s += values[a + i + 3]! * values[b + i + 3]!;
  }
  return p + q + (r + s);
}

interface Tables {
  readonly count: number;
  /** Signs that tell the buckets of a table apart. */
  readonly bits: number;
}

/** About one fingerprint a bucket, and so many tables that a pair at the threshold is in one bucket of one of them. */
function tablesFor(prints: number, threshold: number): Tables {
  const bits = Math.min(30, Math.max(1, Math.ceil(Math.log2(prints))));
  const sameBucket = (1 - Math.acos(threshold) / Math.PI) ** bits;
  return { bits, count: sameBucket < 1 ? Math.ceil(Math.log(MISSED) / Math.log(1 - sameBucket)) : 1 };
}

/** Buckets with two or more fingerprints, table by table; the fingerprints of a bucket stay in their order. */
function* buckets(prints: readonly Fingerprint[], { count, bits }: Tables): Generator<number[]> {
  const length = 2 ** Math.ceil(Math.log2(prints[0]!.shape.length));
  const perRotation = Math.floor(length / bits);
  const random = new Random('near-duplicates');
  const projected = new Float64Array(length);
  for (let done = 0; done < count; done += perRotation) {
    const signs = Array.from({ length: 3 }, () => Int8Array.from(projected, () => (random.next() < 0.5 ? -1 : 1)));
    const keys = new Uint32Array(prints.length * perRotation);
    for (const [index, { shape }] of prints.entries()) {
      projected.fill(0).set(shape);
      rotate(projected, signs);
      for (let table = 0; table < perRotation; table++)
        for (let bit = 0; bit < bits; bit++)
          if (projected[table * bits + bit]! > 0) keys[index * perRotation + table]! |= 1 << bit;
    }
    for (let table = 0; table < Math.min(perRotation, count - done); table++) {
      const members = new Map<number, number[]>();
      for (let index = 0; index < prints.length; index++) {
        const key = keys[index * perRotation + table]!;
        const bucket = members.get(key);
        if (bucket) bucket.push(index);
        else members.set(key, [index]);
      }
      for (const bucket of members.values()) if (bucket.length > 1) yield bucket;
    }
  }
}

/** Rotates a vector at random: random signs and a Walsh-Hadamard transform, three times (Andoni and others, 2015). */
function rotate(vector: Float64Array, signs: readonly Int8Array[]): void {
  for (const flips of signs) {
    for (let i = 0; i < vector.length; i++) vector[i]! *= flips[i]!;
    for (let half = 1; half < vector.length; half *= 2)
      for (let start = 0; start < vector.length; start += 2 * half)
        for (let i = start; i < start + half; i++) {
          const a = vector[i]!;
          const b = vector[i + half]!;
          vector[i] = a + b;
          vector[i + half] = a - b;
        }
  }
}
