import type { Emotion } from '@ser/core';

/** What a model says about a clip. */
export interface Prediction {
  /** The most probable emotion. */
  readonly label: Emotion;
  /** Its probability, calibrated if the model is. */
  readonly confidence: number;
  /** All emotions that the model knows, the most probable first; the probabilities add up to 1. */
  readonly probabilities: readonly { readonly label: Emotion; readonly probability: number }[];
}

/** The mean of the rows of a [rows, classes] matrix. */
export function meanProbabilities(rows: ArrayLike<number>, classes: number): number[] {
  const count = rows.length / classes;
  const mean = new Array<number>(classes).fill(0);
  for (let i = 0; i < rows.length; i++) mean[i % classes]! += rows[i]! / count;
  return mean;
}

/**
 * Softens (temperature above 1) or sharpens (below 1) probabilities: p^(1/T), made to add up to 1 again. On one softmax
 * this is the division of its logits by T (Guo et al., 2017); the order of the classes never changes.
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
  return { label, confidence: probability, probabilities };
}
