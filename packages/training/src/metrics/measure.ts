import { type Emotion, invalidArgument, SerError } from '@ser/core';
import { bootstrapUar } from './bootstrap.js';
import { calibrationError } from './calibration-error.js';
import { confusionMatrix } from './confusion-matrix.js';
import { type ClassScores, classScores, type Scores, scoresOf } from './scores.js';
import { labelIndex, type UtterancePrediction } from './utterance-prediction.js';

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
}

/** How one class was recognised, with its name. */
export interface ClassMetrics extends ClassScores {
  label: Emotion;
}

/** Everything {@link measure} says. All rates are fractions of 1. */
export interface Metrics extends Scores {
  /** The classes, in the order of `perClass` and of the confusion matrix. */
  labels: Emotion[];
  utterances: number;
  speakers: number;
  /** Expected calibration error. */
  ece: number;
  /** 95 % interval of the UAR by bootstrap over speakers (another coverage if it was asked for). */
  ci95: [number, number];
  perClass: ClassMetrics[];
  /** Counts by truth (row) and prediction (column). */
  confusion: number[][];
  /** The same figures fold by fold, in order of first appearance. */
  folds: FoldScores[];
  /** Mean ± standard deviation of the folds' figures. */
  overFolds: { uar: Spread; war: Spread; macroF1: Spread; ece: Spread };
}

/** Options of {@link measure}. */
export interface MeasureOptions {
  /** Bins of the calibration error; 15 by default. */
  bins?: number;
  /** Resamples of the bootstrap; 2000 by default. */
  resamples?: number;
  /** Coverage of the interval; 0.95 by default. */
  coverage?: number;
  /** Seed of the bootstrap; 0 by default. */
  seed?: number;
}

/**
 * Judges predictions: UAR, WAR, macro-F1 and calibration pooled over all folds and as mean ± sd of folds, each
 * class's recall, precision and F1, the confusion matrix, and a confidence interval by bootstrap over speakers.
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
  { bins = 15, ...bootstrap }: MeasureOptions = {},
): Metrics {
  check(predictions, labels);
  const indexOf = labelIndex(labels);
  const ece = (part: readonly UtterancePrediction[]): number =>
    calibrationError(
      part.map(({ truth, predicted, probabilities }) => ({
        confidence: probabilities[indexOf(predicted)]!,
        correct: truth === predicted,
      })),
      bins,
    );
  const confusion = confusionMatrix(predictions, labels);
  const folds = groupByFold(predictions).map(
    ([name, part]): FoldScores => ({
      name,
      utterances: part.length,
      speakers: speakersOf(part),
      ...scoresOf(confusionMatrix(part, labels)),
      ece: ece(part),
    }),
  );
  return {
    ...scoresOf(confusion),
    ece: ece(predictions),
    ci95: bootstrapUar(predictions, labels, bootstrap),
    labels: [...labels],
    utterances: predictions.length,
    speakers: speakersOf(predictions).length,
    perClass: classScores(confusion).map((scores, c) => ({ label: labels[c]!, ...scores })),
    confusion,
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

function groupByFold(predictions: readonly UtterancePrediction[]): [string, UtterancePrediction[]][] {
  const groups = new Map<string, UtterancePrediction[]>();
  for (const prediction of predictions) {
    const group = groups.get(prediction.fold);
    if (group) group.push(prediction);
    else groups.set(prediction.fold, [prediction]);
  }
  return [...groups];
}

function speakersOf(predictions: readonly UtterancePrediction[]): string[] {
  return [...new Set(predictions.map(({ speaker }) => speaker))].sort();
}

function spread(values: readonly number[]): Spread {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}
