import type { UtterancePrediction } from './utterance-prediction.js';

/** Returns predictions by fold, in order of first appearance. */
export const groupByFold = (predictions: readonly UtterancePrediction[]): [string, UtterancePrediction[]][] =>
  groupBy(predictions, ({ fold }) => fold);

/** Returns predictions by speaker, sorted by name. */
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
