import { type Emotion, type Estimate, invalidArgument, SerError } from '@ser/core';
import type { BootstrapOptions } from './bootstrap.js';
import { calibrationError } from './confidence/calibration-error.js';
import { uncalibrated } from './confidence/uncalibrated.js';
import { confusionMatrix } from './confusion-matrix.js';
import { groupByFold, groupBySpeaker } from './group-predictions.js';
import { scoreIntervals } from './score-intervals.js';
import { type ClassScores, classScores, type Scores, scoresOf } from './scores.js';
import { confidentAnswers, type UtterancePrediction } from './utterance-prediction.js';

/** Mean and sample standard deviation (n − 1; 0 for one value). */
export interface Spread {
  mean: number;
  sd: number;
}

/** The figures of the test part of one fold. */
export interface FoldScores extends Scores {
  name: string;
  utterances: number;
  /** Speakers of the test part, sorted. */
  speakers: string[];
  /** Expected calibration error. */
  ece: number;
  /** Expected calibration error before temperature scaling; only with `temperatures`. */
  eceUncalibrated?: number | undefined;
}

/** The figures of one speaker. The UAR is the mean over the classes that the speaker has. */
export interface SpeakerScores extends Scores {
  speaker: string;
  utterances: number;
}

/** The figures of one class. */
export interface ClassMetrics extends ClassScores {
  label: Emotion;
}

/** The figures of the utterances in which most listeners heard the emotion that was intended. */
export interface AgreedScores {
  utterances: number;
  uar: Estimate;
  war: Estimate;
}

/** The result of {@link measure}. All rates are fractions of 1. */
export interface Metrics {
  /** Unweighted average recall; with a single speaker its interval is the figure itself twice. */
  uar: Estimate;
  /** Weighted average recall, that is, accuracy. This and the following figures have no interval with a single speaker. */
  war: Estimate;
  macroF1: Estimate;
  /** Expected calibration error. */
  ece: Estimate;
  /** Expected calibration error before temperature scaling; only with `temperatures`. */
  eceUncalibrated?: number | undefined;
  /** The classes, in the order of `perClass` and of the confusion matrix. */
  labels: Emotion[];
  utterances: number;
  speakers: number;
  /** Only with votes of listeners, where they agree with the intended emotion of any utterance. */
  agreed?: AgreedScores | undefined;
  perClass: ClassMetrics[];
  /** Counts by truth (row) and prediction (column). */
  confusion: number[][];
  /** The figures of each speaker, sorted by name. */
  perSpeaker: SpeakerScores[];
  /** The figures of each fold, in order of first appearance. */
  folds: FoldScores[];
  /** Mean and standard deviation of the figures of the folds. */
  overFolds: { uar: Spread; war: Spread; macroF1: Spread; ece: Spread };
}

/** Options of {@link measure}. */
export interface MeasureOptions extends BootstrapOptions {
  /** Bins of the calibration error; 15 by default. */
  bins?: number | undefined;
  /** Temperature of each fold by name, which its probabilities were scaled with; adds `eceUncalibrated` to the figures. */
  temperatures?: ReadonlyMap<string, number> | undefined;
}

/**
 * Returns the figures of predictions: UAR, WAR, macro-F1 and calibration error, pooled over all folds and as mean and
 * standard deviation of the folds; recall, precision and F1 of each class; the confusion matrix; and confidence intervals
 * from a bootstrap over speakers.
 *
 * The figures equal scikit-learn's (`recall_score`, `precision_recall_fscore_support`, `confusion_matrix`).
 *
 * @param predictions one entry for each utterance.
 * @param labels the model's classes, in the order of the probabilities.
 * @throws SerError `INVALID_ARGUMENT` for an empty list, an unknown label, a repeated utterance, or probabilities
 *   that are not one per label.
 * @example
 * const { uar } = measure(predictions, ['angry', 'neutral']);
 * uar; // { value: 0.71, ci95: [0.65, 0.76] }
 */
export function measure(
  predictions: readonly UtterancePrediction[],
  labels: readonly Emotion[],
  { bins = 15, temperatures, ...bootstrap }: MeasureOptions = {},
): Metrics {
  check(predictions, labels);
  const ece = (part: readonly UtterancePrediction[]): number => calibrationError(confidentAnswers(part, labels), bins);
  const eceUncalibrated = (part: readonly UtterancePrediction[]): number | undefined =>
    temperatures && ece(uncalibrated(part, temperatures));
  const confusion = confusionMatrix(predictions, labels);
  const folds = groupByFold(predictions).map(
    ([name, part]): FoldScores => ({
      name,
      utterances: part.length,
      speakers: speakersOf(part),
      ...scoresOf(confusionMatrix(part, labels)),
      ece: ece(part),
      eceUncalibrated: eceUncalibrated(part),
    }),
  );
  const perSpeaker = groupBySpeaker(predictions).map(
    ([speaker, part]): SpeakerScores => ({
      speaker,
      utterances: part.length,
      ...scoresOf(confusionMatrix(part, labels)),
    }),
  );
  const { uar, war, macroF1 } = scoresOf(confusion);
  const intervals = scoreIntervals(predictions, labels, { bins, ...bootstrap });
  return {
    uar: { value: uar, ci95: intervals.uar },
    war: { value: war, ci95: intervals.war },
    macroF1: { value: macroF1, ci95: intervals.macroF1 },
    ece: { value: ece(predictions), ci95: intervals.ece },
    eceUncalibrated: eceUncalibrated(predictions),
    labels: [...labels],
    utterances: predictions.length,
    speakers: perSpeaker.length,
    agreed: agreedScores(predictions, labels, { bins, ...bootstrap }),
    perClass: classScores(confusion).map((scores, c) => ({ label: labels[c]!, ...scores })),
    confusion,
    perSpeaker,
    folds,
    overFolds: {
      uar: spread(folds.map((fold) => fold.uar)),
      war: spread(folds.map((fold) => fold.war)),
      macroF1: spread(folds.map((fold) => fold.macroF1)),
      ece: spread(folds.map((fold) => fold.ece)),
    },
  };
}

function agreedScores(
  predictions: readonly UtterancePrediction[],
  labels: readonly Emotion[],
  options: BootstrapOptions & { bins: number },
): AgreedScores | undefined {
  const agreed = predictions.filter(({ truth, heard }) => truth === heard);
  if (agreed.length === 0) return undefined;
  const { uar, war } = scoresOf(confusionMatrix(agreed, labels));
  const intervals = scoreIntervals(agreed, labels, options);
  return {
    utterances: agreed.length,
    uar: { value: uar, ci95: intervals.uar },
    war: { value: war, ci95: intervals.war },
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

/** Returns the mean and the sample standard deviation, which is 0 for a single value. */
export function spread(values: readonly number[]): Spread {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}
