import type { Emotion } from '@ser/core';
import { labelIndex, type UtterancePrediction } from './utterance-prediction.js';

/**
 * Returns the number of utterances by true class (row) and predicted class (column), in the order of `labels`.
 * Equals scikit-learn's `confusion_matrix(truth, predicted, labels=labels)`.
 */
export function confusionMatrix(
  predictions: readonly Pick<UtterancePrediction, 'truth' | 'predicted'>[],
  labels: readonly Emotion[],
): number[][] {
  const indexOf = labelIndex(labels);
  const counts = labels.map(() => new Array<number>(labels.length).fill(0));
  for (const { truth, predicted } of predictions) counts[indexOf(truth)]![indexOf(predicted)]! += 1;
  return counts;
}

/** Returns the sum of confusion matrices with the same labels; at least one. */
export function addConfusion(tables: readonly (readonly (readonly number[])[])[]): number[][] {
  const total = tables[0]!.map((row) => row.map(() => 0));
  for (const table of tables) {
    for (const [row, counts] of table.entries()) for (const [c, count] of counts.entries()) total[row]![c]! += count;
  }
  return total;
}
