import { type AffectPoint, type Emotion, meanAffect } from '@ser/core';
import type { Uncertainty } from './rejection.js';

/** What moved an answer, frame by frame and coefficient by coefficient. */
export interface Explanation {
  /** `data[frame * coeffs + coefficient]`: positive where the value speaks for the label, negative where against it. */
  readonly data: Float32Array;
  readonly frames: number;
  readonly coeffs: number;
  /** Seconds between frames. */
  readonly hopSeconds: number;
}

/** The answer of a model for a clip. */
export interface Prediction {
  /** The most probable emotion. */
  readonly label: Emotion;
  /** Its probability, calibrated if the model is. */
  readonly confidence: number;
  /** All emotions of the model, the most probable first; the probabilities add up to 1. */
  readonly probabilities: readonly { readonly label: Emotion; readonly probability: number }[];
  /**
   * Mean valence and arousal of the emotions, from -1 to 1, weighted by their probabilities, see `meanAffect` of
   * `@ser/core`; undefined if no emotion has coordinates.
   */
  readonly affect?: AffectPoint | undefined;
  /** What moved the answer, if asked for; ensembles have none. */
  readonly explanation?: Explanation | undefined;
  /** Why the answer is not to be relied on; undefined if it is, and for models that cannot say. */
  readonly uncertain?: Uncertainty | undefined;
}

/**
 * Returns softer (temperature above 1) or sharper (below 1) probabilities: p^(1/T), scaled to add up to 1. For one
 * softmax this divides its logits by T (Guo et al., 2017, "On calibration of modern neural networks"). The order of the
 * classes does not change.
 *
 * @param probabilities probability of each class.
 * @param temperature a positive number; 1 changes nothing.
 * @example
 * applyTemperature([0.8, 0.2], 2); // [0.667, 0.333]
 */
export function applyTemperature(probabilities: readonly number[], temperature: number): number[] {
  const highest = Math.max(...probabilities);
  const powers = probabilities.map((p) => (p / highest) ** (1 / temperature));
  const sum = powers.reduce((total, p) => total + p, 0);
  return powers.map((p) => p / sum);
}

/** Ranks probabilities that are given in the order of `labels`; equal ones keep that order. */
export function rankProbabilities(labels: readonly Emotion[], values: readonly number[]): Prediction {
  const probabilities = labels
    .map((label, index) => ({ label, probability: values[index]! }))
    .sort((a, b) => b.probability - a.probability);
  const { label, probability } = probabilities[0]!;
  return { label, confidence: probability, probabilities, affect: meanAffect(probabilities) };
}
