import { Random } from '@ser/core';
import type { Example } from '../src/index.js';

interface PatternOptions {
  count?: number;
  classes?: number;
  coeffs?: number;
  /** Standard deviation of the noise; the signal is 1. */
  noise?: number;
  seed?: number;
}

/**
 * Examples whose class shows in the level of some coefficients, under noise: an easy task that needs no corpus.
 * Clips last from half to twice a window of 16 frames.
 */
export function patterns({
  count = 48,
  classes = 3,
  coeffs = 6,
  noise = 0.7,
  seed = 0,
}: PatternOptions = {}): Example[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => {
    const label = i % classes;
    const frames = 8 + random.integer(25);
    const data = Float32Array.from(
      { length: frames * coeffs },
      (_, k) => ((k % coeffs) % classes === label ? 1 : 0) + random.normal(0, noise),
    );
    return { id: `p${i}`, label, features: { data, frames, coeffs } };
  });
}

/** The window that goes with {@link patterns}. */
export const WINDOW = { frames: 16, hopFrames: 8, padding: 'wrap' } as const;
