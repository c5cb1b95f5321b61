import { invalidArgument } from '@ser/core';
import { applyTemperature } from '@ser/models';

const FLOOR = 1e-7;

/** Mean negative log-likelihood of the true classes. */
export function logLoss(probabilities: readonly (readonly number[])[], labels: readonly number[]): number {
  const total = labels.reduce((sum, label, i) => sum - Math.log(Math.max(probabilities[i]![label]!, FLOOR)), 0);
  return total / labels.length;
}

/**
 * Temperature (Guo et al., 2017) that makes held-out utterances likeliest, found by golden-section search over its
 * logarithm between 0.1 and 10. To be fitted on held-out training speakers, never on the test part.
 *
 * @param probabilities class probabilities of each utterance, before calibration.
 * @param labels the true class of each.
 */
export function fitTemperature(probabilities: readonly (readonly number[])[], labels: readonly number[]): number {
  if (probabilities.length === 0 || probabilities.length !== labels.length) {
    throw invalidArgument(
      'probabilities',
      probabilities.length,
      `a non-empty list with one label each (${labels.length})`,
    );
  }
  const lossAt = (logTemperature: number): number =>
    logLoss(
      probabilities.map((row) => applyTemperature(row, Math.exp(logTemperature))),
      labels,
    );
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(0.1);
  let high = Math.log(10);
  let a = high - golden * (high - low);
  let b = low + golden * (high - low);
  let lossA = lossAt(a);
  let lossB = lossAt(b);
  while (high - low > 1e-4) {
    if (lossA <= lossB) {
      high = b;
      b = a;
      lossB = lossA;
      a = high - golden * (high - low);
      lossA = lossAt(a);
    } else {
      low = a;
      a = b;
      lossA = lossB;
      b = low + golden * (high - low);
      lossB = lossAt(b);
    }
  }
  return Math.exp((low + high) / 2);
}
