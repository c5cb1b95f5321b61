import { Random } from '@ser/core';
import { type Fingerprint, similarity } from './fingerprint.js';

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

/** The pairs that a search found, and the number of pairs it compared. */
export interface SimilarPairs {
  readonly pairs: readonly SimilarPair[];
  readonly comparisons: number;
}

/** All pairs within the sizes are compared as long as they are no more than this many times n log n. */
const COMPARISONS = 128;
/** A pair right at the threshold is missed with at most this probability where not all pairs are compared. */
const MISSED = 1e-6;
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
  if (prints.length < 2) return { pairs: [], comparisons: 0 };
  const found = new Map<number, SimilarPair>();
  let comparisons = 0;
  const compare = (first: number, second: number): void => {
    comparisons++;
    const alike = similarity(prints[first]!, prints[second]!, threshold);
    if (alike >= threshold) found.set(first * prints.length + second, { first, second, similarity: alike });
  };
  const limits = prints.map(({ size }) => upTo(size));
  const tables = tablesFor(prints.length, threshold);
  const most = Math.max(COMPARISONS * Math.log2(prints.length), TABLE_COST * tables.count) * prints.length;
  const groups = pairsWithin(prints, limits) <= most ? [prints.map((_, index) => index)] : buckets(prints, tables);
  for (const group of groups)
    for (const [place, first] of group.entries())
      for (let next = place + 1; next < group.length; next++) {
        const second = group[next]!;
        if (prints[second]!.size > limits[first]!) break;
        compare(first, second);
      }
  return { pairs: [...found.values()], comparisons };
}

/** Returns the number of pairs within the sizes that are compared. */
function pairsWithin(prints: readonly Fingerprint[], limits: readonly number[]): number {
  let pairs = 0;
  let end = 0;
  for (const [index, limit] of limits.entries()) {
    while (end < prints.length && prints[end]!.size <= limit) end++;
    pairs += end - index - 1;
  }
  return pairs;
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
          const [a, b] = [vector[i]!, vector[i + half]!];
          vector[i] = a + b;
          vector[i + half] = a - b;
        }
  }
}
