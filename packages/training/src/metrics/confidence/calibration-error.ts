import { type ConfidentAnswer, invalidArgument } from '@ser/core';

/**
 * Returns the expected calibration error (Guo et al., 2017): the distance between confidence and accuracy, averaged over
 * `bins` equally wide bins (lo, hi] of confidence, each weighted by its share of the utterances. 0 is perfect.
 */
export function calibrationError(answers: readonly ConfidentAnswer[], bins = 15): number {
  return calibrationGap([calibrationSums(answers, bins)]);
}

/** Sums for the calibration error: of confidence and of correct answers in each bin. */
export interface CalibrationSums {
  readonly answers: number;
  readonly confidence: Float64Array;
  readonly correct: Float64Array;
}

/** Adds up answers in bins of confidence, see {@link calibrationError}. */
export function calibrationSums(answers: readonly ConfidentAnswer[], bins = 15): CalibrationSums {
  if (!Number.isSafeInteger(bins) || bins < 1) throw invalidArgument('bins', bins, 'a positive integer');
  const confidence = new Float64Array(bins);
  const correct = new Float64Array(bins);
  for (const answer of answers) {
    if (!(answer.confidence >= 0 && answer.confidence <= 1 + 1e-6)) {
      throw invalidArgument('confidence', answer.confidence, 'a probability in [0, 1]');
    }
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(answer.confidence * bins) - 1));
    confidence[bin]! += answer.confidence;
    correct[bin]! += answer.correct ? 1 : 0;
  }
  return { answers: answers.length, confidence, correct };
}

/** Returns the calibration error of all answers in some sums over the same bins; at least one. */
export function calibrationGap(sums: readonly CalibrationSums[]): number {
  const { length: bins } = sums[0]!.confidence;
  let gap = 0;
  let answers = 0;
  for (const sum of sums) answers += sum.answers;
  for (let bin = 0; bin < bins; bin++) {
    let difference = 0;
    for (const { confidence, correct } of sums) difference += confidence[bin]! - correct[bin]!;
    gap += Math.abs(difference);
  }
  return answers > 0 ? gap / answers : 0;
}
