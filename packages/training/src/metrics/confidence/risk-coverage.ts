import { type ConfidentAnswer, invalidArgument, type RiskAtCoverage, riskCoverage } from '@ser/core';

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
