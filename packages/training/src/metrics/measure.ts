import { type Emotion, invalidArgument, SerError } from '@ser/core';
import type { BootstrapOptions } from './bootstrap.js';
import { calibrationError } from './calibration-error.js';
import { confusionMatrix } from './confusion-matrix.js';
import { groupByFold, groupBySpeaker } from './group-predictions.js';
import { type ScoreIntervals, scoreIntervals } from './score-intervals.js';
import { type ClassScores, classScores, type Scores, scoresOf } from './scores.js';
import { uncalibrated } from './uncalibrated.js';
import { confidentAnswers, type UtterancePrediction } from './utterance-prediction.js';

/** Mean and sample standard deviation (n - 1; 0 for one fold). */
export interface Spread {
  mean: number;
  sd: number;
}

/** The figures of one fold's test part. */
export interface FoldScores extends Scores {
  name: string;
  utterances: number;
  /** Speakers of the test part, sorted. */
  speakers: string[];
  /** Expected calibration error. */
  ece: number;
  /** The same before temperature scaling, if the temperatures were given. */
  eceUncalibrated?: number | undefined;
}

/** How one speaker was recognized. The UAR is over the classes that the speaker has. */
export interface SpeakerScores extends Scores {
  speaker: string;
  utterances: number;
}

/** How one class was recognized, with its name. */
export interface ClassMetrics extends ClassScores {
  label: Emotion;
}

/** Everything {@link measure} says. All rates are fractions of 1. */
export interface Metrics extends Scores, ScoreIntervals {
  /** The classes, in the order of `perClass` and of the confusion matrix. */
  labels: Emotion[];
  utterances: number;
  speakers: number;
  /** Expected calibration error. */
  ece: number;
  /** The same before temperature scaling, if the temperatures were given. */
  eceUncalibrated?: number | undefined;
  perClass: ClassMetrics[];
  /** Counts by truth (row) and prediction (column). */
  confusion: number[][];
  /** The same figures speaker by speaker, sorted by name. */
  perSpeaker: SpeakerScores[];
  /** The same figures fold by fold, in order of first appearance. */
  folds: FoldScores[];
  /** Mean ± standard deviation of the folds' figures. */
  overFolds: { uar: Spread; war: Spread; macroF1: Spread; ece: Spread };
}

/** Options of {@link measure}. */
export interface MeasureOptions extends BootstrapOptions {
  /** Bins of the calibration error; 15 by default. */
  bins?: number | undefined;
  /** The temperature that each fold's probabilities were divided by, by name; adds `eceUncalibrated` to the figures. */
  temperatures?: ReadonlyMap<string, number> | undefined;
}

/**
 * Judges predictions: UAR, WAR, macro-F1 and calibration pooled over all folds and as mean ± sd of folds, each
 * class's recall, precision and F1, the confusion matrix, and confidence intervals by bootstrap over speakers.
 *
 * The figures equal scikit-learn's (`recall_score`, `precision_recall_fscore_support`, `confusion_matrix`).
 *
 * @param predictions one entry per utterance; an utterance may occur once only.
 * @param labels the model's classes, in the order of the probabilities.
 * @throws SerError `INVALID_ARGUMENT` for an empty list, an unknown label, a repeated utterance, or probabilities
 *   that are not one per label.
 * @example
 * const { uar, ci95 } = measure(predictions, ['angry', 'neutral']);
 */
export function measure(
  predictions: readonly UtterancePrediction[],
  labels: readonly Emotion[],
  { bins = 15, temperatures, ...bootstrap }: MeasureOptions = {},
): Metrics {
  check(predictions, labels);
  const ece = (part: readonly UtterancePrediction[]): number => calibrationError(confidentAnswers(part, labels), bins);
  const calibration = (part: readonly UtterancePrediction[]): Pick<FoldScores, 'ece' | 'eceUncalibrated'> => ({
    ece: ece(part),
    ...(temperatures ? { eceUncalibrated: ece(uncalibrated(part, temperatures)) } : {}),
  });
  const confusion = confusionMatrix(predictions, labels);
  const folds = groupByFold(predictions).map(
    ([name, part]): FoldScores => ({
      name,
      utterances: part.length,
      speakers: speakersOf(part),
      ...scoresOf(confusionMatrix(part, labels)),
      ...calibration(part),
    }),
  );
  const perSpeaker = groupBySpeaker(predictions).map(
    ([speaker, part]): SpeakerScores => ({
      speaker,
      utterances: part.length,
      ...scoresOf(confusionMatrix(part, labels)),
    }),
  );
  return {
    ...scoresOf(confusion),
    ...calibration(predictions),
    ...scoreIntervals(predictions, labels, { bins, ...bootstrap }),
    labels: [...labels],
    utterances: predictions.length,
    speakers: perSpeaker.length,
    perClass: classScores(confusion).map((scores, c) => ({ label: labels[c]!, ...scores })),
    confusion,
    perSpeaker,
    folds,
    overFolds: {
      uar: spread(folds.map(({ uar }) => uar)),
      war: spread(folds.map(({ war }) => war)),
      macroF1: spread(folds.map(({ macroF1 }) => macroF1)),
      ece: spread(folds.map((fold) => fold.ece)),
    },
  };
}

function check(predictions: readonly UtterancePrediction[], labels: readonly Emotion[]): void {
  if (predictions.length === 0) throw invalidArgument('predictions', predictions, 'a non-empty list');
  const seen = new Set<string>();
  for (const { id, probabilities } of predictions) {
    if (probabilities.length !== labels.length) {
      throw new SerError(
        'INVALID_ARGUMENT',
        `utterance ${id} has ${probabilities.length} probabilities for ${labels.length} labels`,
      );
    }
    if (seen.has(id)) throw new SerError('INVALID_ARGUMENT', `utterance ${id} is predicted more than once`);
    seen.add(id);
  }
}

function speakersOf(predictions: readonly UtterancePrediction[]): string[] {
  return [...new Set(predictions.map(({ speaker }) => speaker))].sort();
}

/** Mean and sample standard deviation; 0 of a single value. */
export function spread(values: readonly number[]): Spread {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}
