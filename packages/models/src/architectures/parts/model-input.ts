import { count, countOrZero, integerOfAtLeast } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { OptionsOf } from '../../schema/options.js';

/** The fields of {@link ModelInput}. */
export const modelInputEntries = {
  /** Frames in one window of features, at least 1. */
  frames: count,
  /** Values in a frame, at least 1, e.g. 40 MFCC. */
  coeffs: count,
  /** Emotions to recognize, at least 2. */
  classes: integerOfAtLeast(2),
  /**
   * Seed of the initial weights and of dropout, an integer of at least 0: equal seeds build equal networks. Drawn at
   * random if absent.
   */
  seed: v.optional(countOrZero),
};

/** The size of a network: its input is [batch, frames, coeffs], its output [batch, classes]. */
export type ModelInput = OptionsOf<typeof modelInputEntries>;

/** Returns the seed to build with: the caller's, or a random one. */
export const seedOf = (input: ModelInput): number => input.seed ?? Math.floor(Math.random() * 2 ** 32);
