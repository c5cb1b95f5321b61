import * as v from 'valibot';
import { integerFrom } from '../../schema/parse.js';

/** What a network reads and answers: its input is [batch, frames, coeffs], its output [batch, classes]. */
export interface ModelInput {
  /** Frames in one window of features. */
  frames: number;
  /** Values in a frame, e.g. 40 MFCC. */
  coeffs: number;
  /** Emotions to tell apart, at least 2. */
  classes: number;
  /** Seed of the initial weights and of dropout: equal seeds build equal networks. Drawn afresh if absent. */
  seed?: number;
}

/** The fields of {@link ModelInput} as schema entries. */
export const modelInputEntries: {
  frames: v.GenericSchema<unknown, number>;
  coeffs: v.GenericSchema<unknown, number>;
  classes: v.GenericSchema<unknown, number>;
  seed: v.ExactOptionalSchema<v.GenericSchema<unknown, number>, undefined>;
} = {
  frames: integerFrom(1),
  coeffs: integerFrom(1),
  classes: integerFrom(2),
  seed: v.exactOptional(integerFrom(0)),
};

/** The seed to build with: the caller's, or a fresh one. */
export const seedOf = (input: ModelInput): number => input.seed ?? Math.floor(Math.random() * 2 ** 32);
