/** The summary figures of one confusion matrix, as fractions of 1. */
export interface Scores {
  /** Unweighted average recall: the mean recall over the classes that occur in the truth. */
  uar: number;
  /** Weighted average recall, that is, accuracy. */
  war: number;
  /** Mean F1 over the classes that occur in the truth or among the predictions. */
  macroF1: number;
}

/** Recall, precision and F1 of one class. */
export interface ClassScores {
  /** Share of the utterances of the class that were recognized; 0 if it has none. */
  recall: number;
  /** Share of the utterances predicted as this class that belong to it; 0 if there are none. */
  precision: number;
  /** Harmonic mean of recall and precision; 0 if both are. */
  f1: number;
  /** Number of utterances of the class. */
  support: number;
}

const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
const mean = (values: readonly number[]): number => ratio(sum(values), values.length);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Returns recall, precision and F1 of each class, from counts by truth (row) and prediction (column). */
export function classScores(confusion: readonly (readonly number[])[]): ClassScores[] {
  return confusion.map((row, c) => {
    const hits = row[c]!;
    const support = sum(row);
    const given = sum(confusion.map((other) => other[c]!));
    return {
      recall: ratio(hits, support),
      precision: ratio(hits, given),
      f1: ratio(2 * hits, support + given),
      support,
    };
  });
}

/**
 * Returns UAR, WAR and macro-F1 of a confusion matrix (rows are the truth).
 *
 * They equal scikit-learn's `balanced_accuracy_score`, `accuracy_score` and `f1_score(average='macro')`: classes
 * without a single utterance do not count towards the UAR, and classes that neither occur nor were predicted do not
 * count towards the macro-F1.
 */
export function scoresOf(confusion: readonly (readonly number[])[]): Scores {
  const classes = classScores(confusion);
  const occurring = classes.filter(({ support }) => support > 0);
  const seen = classes.filter(({ support }, c) => support > 0 || confusion.some((row) => row[c]! > 0));
  return {
    uar: mean(occurring.map(({ recall }) => recall)),
    war: ratio(sum(confusion.map((row, c) => row[c]!)), sum(confusion.map(sum))),
    macroF1: mean(seen.map(({ f1 }) => f1)),
  };
}
