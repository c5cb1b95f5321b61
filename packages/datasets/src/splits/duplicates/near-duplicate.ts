import { byCodeUnits } from '../../corpus/corpus.js';

/** Two utterances that are the same recording under two ids. */
export interface NearDuplicate {
  /** Ids of the two utterances, in order. */
  readonly first: string;
  readonly second: string;
  /** `identical`: to the last number; `near-identical`: except for level, rate, noise, coding or silence at the ends. */
  readonly kind: 'identical' | 'near-identical';
  /** Similarity of the fingerprints, at most 1. */
  readonly similarity: number;
}

/** Makes a near-duplicate of two ids in any order. */
export function nearDuplicate(a: string, b: string, kind: NearDuplicate['kind'], similarity: number): NearDuplicate {
  const [first, second] = a < b ? [a, b] : [b, a];
  return { first, second, kind, similarity: Math.min(1, similarity) };
}

/** Orders near-duplicates by their ids. */
export const byIds = (a: NearDuplicate, b: NearDuplicate): number =>
  byCodeUnits(a.first, b.first) || byCodeUnits(a.second, b.second);
