import { invalidArgument } from '../errors/invalid-argument.js';

/** The confidence of one answer. */
export interface ConfidentAnswer {
  /** Probability of the predicted class, 0 to 1. */
  readonly confidence: number;
  readonly correct: boolean;
}

/** The error rate of a model on the clips that it answers. */
export interface RiskAtCoverage {
  /** Share of the clips whose confidence is at least `threshold`, in (0, 1]. */
  readonly coverage: number;
  /** Share of wrong answers to these clips. */
  readonly risk: number;
  /** The lowest confidence that is answered. */
  readonly threshold: number;
}

/**
 * Returns the risk–coverage curve of a model that may decline to answer (El-Yaniv and Wiener, 2010): one point for each
 * different confidence, from the most confident answers to all. Answers of equal confidence are accepted or declined together.
 *
 * @param answers at least one.
 * @throws SerError `INVALID_ARGUMENT` for an empty list or a confidence that is not in [0, 1].
 * @example
 * riskCoverage([{ confidence: 0.9, correct: true }, { confidence: 0.4, correct: false }]);
 * // [{ coverage: 0.5, risk: 0, threshold: 0.9 }, { coverage: 1, risk: 0.5, threshold: 0.4 }]
 */
export function riskCoverage(answers: readonly ConfidentAnswer[]): RiskAtCoverage[] {
  if (answers.length === 0) throw invalidArgument('answers', answers, 'a non-empty list');
  for (const { confidence } of answers) {
    if (!(confidence >= 0 && confidence <= 1 + 1e-6))
      throw invalidArgument('confidence', confidence, 'a number in [0, 1]');
  }
  const sorted = [...answers].sort((a, b) => b.confidence - a.confidence);
  const curve: RiskAtCoverage[] = [];
  let wrong = 0;
  for (const [i, { confidence, correct }] of sorted.entries()) {
    if (!correct) wrong++;
    if (sorted[i + 1]?.confidence === confidence) continue;
    curve.push({ coverage: (i + 1) / sorted.length, risk: wrong / (i + 1), threshold: confidence });
  }
  return curve;
}
