import type { Emotion } from '@ser/core';
import { type BootstrapOptions, percentileBootstraps } from './bootstrap.js';
import { calibrationGap, calibrationSums } from './confidence/calibration-error.js';
import { addConfusion, confusionMatrix } from './confusion-matrix.js';
import { groupBySpeaker } from './group-predictions.js';
import { scoresOf } from './scores.js';
import { confidentAnswers, type UtterancePrediction } from './utterance-prediction.js';

/** The interval of each figure: lower and upper end as fractions, or undefined if none can be stated. */
export type ScoreIntervals = Readonly<Record<'uar' | 'war' | 'macroF1' | 'ece', [number, number] | undefined>>;

/**
 * Returns the bootstrap intervals of all figures, from the same draws of speakers, see `bootstrapUar`. With a single speaker,
 * the interval of the UAR is the UAR itself twice, and the other figures have none.
 *
 * @param options.bins number of bins of the calibration error.
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
  const intervals = percentileBootstraps(
    speakers,
    (drawn) => ({
      ...scoresOf(addConfusion(drawn.map(({ confusion }) => confusion))),
      ece: calibrationGap(drawn.map(({ calibration }) => calibration)),
    }),
    bootstrap,
  );
  if (speakers.length > 1) return intervals;
  return { uar: intervals.uar, war: undefined, macroF1: undefined, ece: undefined };
}
