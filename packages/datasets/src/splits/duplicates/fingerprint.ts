/** A fingerprint's numbers come in blocks of this many, after each of which a comparison may stop. */
export const BLOCK = 32;

/** A recording as a point on a sphere: the more similar two recordings, the closer their points. */
export interface Fingerprint {
  /** Length of the recording in frames or seconds; recordings of other lengths are not compared. */
  readonly size: number;
  /** Coordinates, a whole number of blocks; their squares have the sum 1. */
  readonly shape: Float32Array;
  /** Length of the part of `shape` after each block. */
  readonly rest: Float32Array;
}

/** Completes a fingerprint. */
export function fingerprint(size: number, shape: Float32Array): Fingerprint {
  const rest = new Float32Array(shape.length / BLOCK);
  for (let block = rest.length - 1, sum = 0; block >= 0; block--) {
    rest[block] = Math.sqrt(sum);
    for (let k = block * BLOCK; k < (block + 1) * BLOCK; k++) sum += shape[k]! * shape[k]!;
  }
  return { size, shape, rest };
}

/**
 * Similarity of two fingerprints, 1 for the same recording, if it is at least `threshold`; otherwise less than that.
 * Stops as soon as what is left cannot make up for what was found (Cauchy and Schwarz).
 */
export function similarity(a: Fingerprint, b: Fingerprint, threshold: number): number {
  let sum = 0;
  for (let block = 0; block < a.rest.length; block++) {
    for (let i = block * BLOCK; i < (block + 1) * BLOCK; i++) sum += a.shape[i]! * b.shape[i]!;
    if (sum + a.rest[block]! * b.rest[block]! < threshold) return sum;
  }
  return sum;
}
