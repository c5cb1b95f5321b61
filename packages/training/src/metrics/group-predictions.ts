import { groupBy } from '@ser/core';
import type { UtterancePrediction } from './utterance-prediction.js';

/** Returns predictions by fold, in order of first appearance. */
export const groupByFold = (predictions: readonly UtterancePrediction[]): [string, UtterancePrediction[]][] => [
  ...groupBy(predictions, ({ fold }) => fold),
];

/** Returns predictions by speaker, sorted by name. */
export const groupBySpeaker = (predictions: readonly UtterancePrediction[]): [string, UtterancePrediction[]][] =>
  [...groupBy(predictions, ({ speaker }) => speaker)].sort(([a], [b]) => (a < b ? -1 : 1));
