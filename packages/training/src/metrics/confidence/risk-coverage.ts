import { invalidArgument } from '@ser/core';
import type { ConfidentAnswer } from './calibration-error.js';

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

/**
 * Returns the highest threshold of confidence that still answers a share of the clips. Choose it on held-out training speakers.
 *
 * @param coverage minimum share of the clips to answer, in (0, 1].
 * @throws SerError `INVALID_ARGUMENT` for a coverage out of range, and as {@link riskCoverage}.
 */
export function thresholdForCoverage(answers: readonly ConfidentAnswer[], coverage: number): RiskAtCoverage {
  if (!(coverage > 0 && coverage <= 1)) throw invalidArgument('coverage', coverage, 'a number in (0, 1]');
  return riskCoverage(answers).find((point) => point.coverage >= coverage - 1e-12)!;
}

/**
 * Returns the area under the risk–coverage curve: the mean risk over all numbers of answered clips, the most confident first
 * (Geifman, Uziel and El-Yaniv, 2019). 0 is perfect; uninformative confidence gives the error rate.
 */
export function areaUnderRiskCoverage(answers: readonly ConfidentAnswer[]): number {
  const curve = riskCoverage(answers);
  let area = 0;
  let [before, wrongBefore] = [0, 0];
  for (const { coverage, risk } of curve) {
    const end = Math.round(coverage * answers.length);
    const wrong = risk * end;
    // Ties come in random order: their errors are spread evenly over their ranks.
    const slope = (wrong - wrongBefore) / (end - before);
    for (let rank = before + 1; rank <= end; rank++) area += (wrongBefore + slope * (rank - before)) / rank;
    [before, wrongBefore] = [end, wrong];
  }
  return area / answers.length;
}
