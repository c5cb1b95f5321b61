import { invalidArgument } from '@ser/core';

/** Smallest probability that the loss of a training history counts. */
const FLOOR = 1e-7;

/** Natural logarithm of the smallest positive float32: what a probability that underflowed to 0 counts as. */
const LEAST_LOG = Math.log(2 ** -149);

/** Temperatures that the search covers. */
const [SHARPEST, FLATTEST] = [0.1, 10];

/** Mean negative log-likelihood of the true classes. */
export function logLoss(probabilities: readonly (readonly number[])[], labels: readonly number[]): number {
  const total = labels.reduce((sum, label, i) => sum - Math.log(Math.max(probabilities[i]![label]!, FLOOR)), 0);
  return total / labels.length;
}

/**
 * Returns the temperature (Guo et al., 2017) that minimizes the negative log-likelihood of held-out utterances, found with a
 * golden-section search over its logarithm between 0.1 and 10. Fit it on held-out training speakers, never on the test part.
 *
 * The loss is computed from log-probabilities and has no floor after scaling, so that it is convex in 1 / temperature: an
 * utterance whose true class has almost no probability always asks for a flatter distribution.
 *
 * @param probabilities class probabilities of each utterance, before calibration.
 * @param labels the true class of each utterance.
 * @returns a temperature from 0.1 to 10; about 1 if no temperature changes the loss, as with uniform probabilities.
 * @throws SerError `INVALID_ARGUMENT` without utterances, or unless there is one label for each.
 * @example
 * fitTemperature([[0.99, 0.01], [0.99, 0.01], [0.99, 0.01], [0.99, 0.01]], [0, 0, 0, 1]); // 4.18
 */
export function fitTemperature(probabilities: readonly (readonly number[])[], labels: readonly number[]): number {
  if (probabilities.length === 0 || probabilities.length !== labels.length) {
    throw invalidArgument(
      'probabilities',
      probabilities.length,
      `a non-empty list with one label each (${labels.length})`,
    );
  }
  const logs = probabilities.map((row) => row.map((p) => (p > 0 ? Math.log(p) : LEAST_LOG)));
  const lossAt = (temperature: number): number =>
    logs.reduce((sum, row, i) => sum + scaledLoss(row, labels[i]!, temperature), 0) / labels.length;
  return Math.exp(minimize((logarithm) => lossAt(Math.exp(logarithm)), Math.log(SHARPEST), Math.log(FLATTEST)));
}

/** Negative log-likelihood of a class after scaling log-probabilities by a temperature. */
function scaledLoss(logs: readonly number[], label: number, temperature: number): number {
  const top = Math.max(...logs);
  const sum = logs.reduce((total, log) => total + Math.exp((log - top) / temperature), 0);
  return Math.log(sum) - (logs[label]! - top) / temperature;
}

/** Golden-section search for the minimum of a function with a single minimum; where the function is flat, it tends to 0. */
function minimize(lossAt: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let a = high - golden * (high - low);
  let b = low + golden * (high - low);
  let [lossA, lossB] = [lossAt(a), lossAt(b)];
  while (high - low > 1e-4) {
    if (lossA < lossB || (lossA === lossB && a + b > 0)) {
      [high, b, lossB] = [b, a, lossA];
      a = high - golden * (high - low);
      lossA = lossAt(a);
    } else {
      [low, a, lossA] = [a, b, lossB];
      b = low + golden * (high - low);
      lossB = lossAt(b);
    }
  }
  return (low + high) / 2;
}
