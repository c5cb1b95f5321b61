import { type Emotion, SerError } from '@ser/core';
import type { ConfidentAnswer } from './calibration-error.js';

/** What a model said about one utterance of a test part, and what was true. */
export interface UtterancePrediction {
  /** The utterance's id in its corpus. */
  readonly id: string;
  readonly speaker: string;
  /** Name of the fold whose test part holds the utterance. */
  readonly fold: string;
  readonly truth: Emotion;
  readonly predicted: Emotion;
  /** One probability per label, in the order of the model's labels; they sum to 1. */
  readonly probabilities: readonly number[];
}

/** Position of each label; an `INVALID_ARGUMENT` error names a label that is not in the list. */
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

/** How sure each answer was, and whether it was right. */
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
