import type { UtterancePrediction } from './utterance-prediction.js';

/** Predictions by fold, in order of first appearance. */
export const groupByFold = (predictions: readonly UtterancePrediction[]): [string, UtterancePrediction[]][] =>
  groupBy(predictions, ({ fold }) => fold);

/** Predictions by speaker, in the order of their names. */
export const groupBySpeaker = (predictions: readonly UtterancePrediction[]): [string, UtterancePrediction[]][] =>
  groupBy(predictions, ({ speaker }) => speaker).sort(([a], [b]) => (a < b ? -1 : 1));

function groupBy<T>(items: readonly T[], nameOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return [...groups];
}
