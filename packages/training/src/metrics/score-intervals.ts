import type { Emotion } from '@ser/core';
import { type BootstrapOptions, percentileBootstraps } from './bootstrap.js';
import { calibrationGap, calibrationSums } from './calibration-error.js';
import { addConfusion, confusionMatrix } from './confusion-matrix.js';
import { groupBySpeaker } from './group-predictions.js';
import { scoresOf } from './scores.js';
import { confidentAnswers, type UtterancePrediction } from './utterance-prediction.js';

/** Intervals by bootstrap over speakers: lower and upper end, as fractions of 1. */
export interface ScoreIntervals {
  /** 95 % interval of the UAR (another coverage if it was asked for); with a single speaker the UAR itself twice. */
  ci95: [number, number];
  /** The same of the WAR, of the macro-F1 and of the calibration error; absent with a single speaker. */
  ci95War?: [number, number] | undefined;
  ci95MacroF1?: [number, number] | undefined;
  ci95Ece?: [number, number] | undefined;
}

/**
 * Intervals of all figures from the same draws of speakers, see `bootstrapUar`.
 *
 * @param bins of the calibration error.
 */
export function scoreIntervals(
  predictions: readonly UtterancePrediction[],
  labels: readonly Emotion[],
  { bins, ...bootstrap }: BootstrapOptions & { bins: number },
): ScoreIntervals {
  const speakers = groupBySpeaker(predictions).map(([, own]) => ({
    confusion: confusionMatrix(own, labels),
    calibration: calibrationSums(confidentAnswers(own, labels), bins),
  }));
  const { uar, war, macroF1, ece } = percentileBootstraps(
    speakers,
    (drawn) => ({
      ...scoresOf(addConfusion(drawn.map(({ confusion }) => confusion))),
      ece: calibrationGap(drawn.map(({ calibration }) => calibration)),
    }),
    bootstrap,
  );
  return speakers.length === 1 ? { ci95: uar } : { ci95: uar, ci95War: war, ci95MacroF1: macroF1, ci95Ece: ece };
}
