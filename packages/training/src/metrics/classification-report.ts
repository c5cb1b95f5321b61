import { type Emotion, invalidArgument } from '@ser/core';
import { type ClassScores, classScores } from './scores.js';

/** One class of a {@link ClassificationReport}. */
export interface ReportClass extends ClassScores {
  readonly label: Emotion;
}

/** The result of {@link classificationReport}; its text is the table of scikit-learn. */
export interface ClassificationReport {
  /** The classes that occur in the truth or among the predictions, in the order of the labels. */
  readonly classes: readonly ReportClass[];
  readonly accuracy: number;
  /** Plain mean over the classes. */
  readonly macro: ClassScores;
  /** Mean over the classes, weighted by their support. */
  readonly weighted: ClassScores;
  toString(): string;
}

const COLUMNS = ['precision', 'recall', 'f1', 'support'] as const;

/**
 * Returns precision, recall, F1 and support of each class with their averages, as data and as the text that
 * `classification_report` of scikit-learn prints.
 *
 * @param metrics `labels` and `confusion` (counts by truth and prediction), as `run.metrics` and {@link measure} have them.
 * @param options `digits`: decimals of the text, 0 to 15; 2 by default.
 * @throws SerError `INVALID_ARGUMENT` for a confusion matrix without utterances or of another size, and for other `digits`.
 * @example
 * const report = classificationReport(run.metrics);
 * report.macro.recall; // 0.684…, the unweighted average recall if every class occurs
 * console.log(`${report}`);
 * //               precision    recall  f1-score   support
 * //
 * //        angry       0.81      0.87      0.84       127
 * // …
 */
export function classificationReport(
  { labels, confusion }: { readonly labels: readonly Emotion[]; readonly confusion: readonly (readonly number[])[] },
  { digits = 2 }: { readonly digits?: number | undefined } = {},
): ClassificationReport {
  if (confusion.length !== labels.length || confusion.some((row) => row.length !== labels.length))
    throw invalidArgument(
      'confusion',
      confusion,
      `a matrix of ${labels.length} × ${labels.length}, one row and column a label`,
    );
  if (!(Number.isInteger(digits) && digits >= 0 && digits <= 15))
    throw invalidArgument('digits', digits, 'an integer from 0 to 15');
  const given = labels.map((_, c) => confusion.reduce((sum, row) => sum + row[c]!, 0));
  const classes = classScores(confusion)
    .map((scores, c) => ({ label: labels[c]!, ...scores }))
    .filter(({ support }, c) => support > 0 || given[c]! > 0);
  const total = classes.reduce((sum, { support }) => sum + support, 0);
  if (total === 0) throw invalidArgument('confusion', confusion, 'counts of at least one utterance');
  const average = (weightOf: (one: ReportClass) => number): ClassScores => {
    const mean = (key: 'precision' | 'recall' | 'f1'): number =>
      classes.reduce((sum, one) => sum + weightOf(one) * one[key], 0);
    return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1'), support: total };
  };
  const report = {
    classes,
    accuracy: confusion.reduce((sum, row, c) => sum + row[c]!, 0) / total,
    macro: average(() => 1 / classes.length),
    weighted: average(({ support }) => support / total),
  };
  return { ...report, toString: () => textOf(report, digits) };
}

/** Returns the text that scikit-learn prints: names right-aligned, figures in columns of 9 characters. */
function textOf(
  { classes, accuracy, macro, weighted }: Omit<ClassificationReport, 'toString'>,
  digits: number,
): string {
  const width = Math.max('weighted avg'.length, ...classes.map(({ label }) => label.length));
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padStart(width)} ${cells.map((cell) => ` ${cell.padStart(9)}`).join('')}\n`;
  const row = (name: string, scores: ClassScores): string =>
    line(
      name,
      COLUMNS.map((key) => (key === 'support' ? String(scores.support) : scores[key].toFixed(digits))),
    );
  return [
    `${line('', ['precision', 'recall', 'f1-score', 'support'])}\n`,
    ...classes.map((one) => row(one.label, one)),
    `\n${line('accuracy', ['', '', accuracy.toFixed(digits), String(macro.support)])}`,
    row('macro avg', macro),
    row('weighted avg', weighted),
  ].join('');
}
