/** Two utterances that are the same recording. */
export interface SoundDuplicate {
  /** Ids, in order. */
  readonly first: string;
  readonly second: string;
  /** `identical`: to the last number; `near-identical`: but for level, rate, noise, coding or silence at the ends. */
  readonly kind: 'identical' | 'near-identical';
  /** Similarity of the fingerprints, at most 1. */
  readonly similarity: number;
}

/** A twin of two ids in any order. */
export function soundDuplicate(a: string, b: string, kind: SoundDuplicate['kind'], similarity: number): SoundDuplicate {
  const [first, second] = a < b ? [a, b] : [b, a];
  return { first, second, kind, similarity };
}
