import { type ConfidentAnswer, type Emotion, SerError } from '@ser/core';

/** The prediction of a model for one test utterance, and the true class. */
export interface UtterancePrediction {
  /** The utterance's id in its corpus. */
  readonly id: string;
  readonly speaker: string;
  /** Name of the fold whose test part holds the utterance. */
  readonly fold: string;
  readonly truth: Emotion;
  readonly predicted: Emotion;
  /** What most listeners heard, where the corpus has their votes and no other emotion has as many. */
  readonly heard?: string | undefined;
  /** One probability for each label, in the order of the model's labels; they sum to 1. */
  readonly probabilities: readonly number[];
}

/** Returns a function from a label to its position, which throws `INVALID_ARGUMENT` for a label that is not in the list. */
export function labelIndex(labels: readonly Emotion[]): (label: Emotion) => number {
  const positions = new Map(labels.map((label, i) => [label, i]));
  if (positions.size !== labels.length || labels.length === 0) {
    throw new SerError(
      'INVALID_ARGUMENT',
      `labels must be a non-empty list without repeats, got [${labels.join(', ')}]`,
    );
  }
  return (label) => {
    const position = positions.get(label);
    if (position === undefined) {
      throw new SerError('INVALID_ARGUMENT', `"${label}" is not one of the labels [${labels.join(', ')}]`);
    }
    return position;
  };
}

/** Returns the confidence of each answer, and whether it was correct. */
export function confidentAnswers(
  predictions: readonly UtterancePrediction[],
  labels: readonly Emotion[],
): ConfidentAnswer[] {
  const indexOf = labelIndex(labels);
  return predictions.map(({ truth, predicted, probabilities }) => ({
    confidence: probabilities[indexOf(predicted)]!,
    correct: truth === predicted,
  }));
}
