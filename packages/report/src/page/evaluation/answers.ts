import type { ConfidentAnswer } from '@ser/core';
import type { PredictedUtterance, ReportEvaluation } from './evaluation.js';

/** Returns the probability of the predicted emotion. */
export const confidenceOf = ({ probabilities }: PredictedUtterance): number => Math.max(...probabilities);

/** Returns the confidence before temperature scaling with T, which scaling with 1 / T undoes. */
function confidenceBefore({ probabilities }: PredictedUtterance, temperature: number): number {
  const highest = Math.max(...probabilities);
  return 1 / probabilities.reduce((sum, p) => sum + (p / highest) ** temperature, 0);
}

/** Returns whether temperatures changed the confidence of an evaluation. */
export const isScaled = ({ folds = [] }: ReportEvaluation): boolean =>
  folds.some(({ temperature }) => temperature !== 1);

/** Returns confidence and correctness of each prediction, as it was given or before temperature scaling. */
export function answersOf(
  { predictions = [], folds = [] }: ReportEvaluation,
  scaling: 'after' | 'before',
): ConfidentAnswer[] {
  const temperatures = new Map(folds.map(({ name, temperature }) => [name, temperature]));
  return predictions.map((prediction) => ({
    confidence:
      scaling === 'after'
        ? confidenceOf(prediction)
        : confidenceBefore(prediction, temperatures.get(prediction.fold) ?? 1),
    correct: prediction.truth === prediction.predicted,
  }));
}
