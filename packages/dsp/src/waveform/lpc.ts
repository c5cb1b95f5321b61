import { check, checkSignal, integer } from '../signal/check.js';
import type { Signal } from '../signal/types.js';

/** Options of {@link lpc}. */
export interface LpcOptions {
  /** Number of coefficients after the leading 1, less than the number of samples. */
  readonly order: number;
}

/** Burg's recursion over samples, of which there are more than `order`. */
export function burg(samples: Signal['samples'], order: number): Float64Array {
  let length = samples.length - 1;
  // Errors of forward and backward prediction; the forward ones start one later with each order.
  const forward = Float64Array.from(samples.subarray(1));
  const backward = Float64Array.from(samples.subarray(0, length));
  let coefficients = new Float64Array(order + 1);
  coefficients[0] = 1;
  let energy = 0;
  for (let n = 0; n < length; n++) energy += forward[n]! ** 2 + backward[n]! ** 2;
  for (let i = 0; i < order; i++, length--) {
    let cross = 0;
    for (let n = 0; n < length; n++) cross += backward[n]! * forward[n + i]!;
    const reflection = (-2 * cross) / (energy + 2 ** -1022);
    const next = coefficients.slice();
    for (let j = 1; j <= i + 1; j++) next[j] = coefficients[j]! + reflection * coefficients[i - j + 1]!;
    coefficients = next;
    for (let n = 0; n < length; n++) {
      const f = forward[n + i]!;
      forward[n + i] = f + reflection * backward[n]!;
      backward[n]! += reflection * f;
    }
    energy = (1 - reflection ** 2) * energy - backward[length - 1]! ** 2 - forward[i]! ** 2;
  }
  check(coefficients.every(Number.isFinite), 'order', order, 'lower for a signal so predictable');
  return coefficients;
}

/**
 * Linear prediction coefficients by Burg's method (Marple 1980); equals `librosa.lpc`.
 *
 * @returns `order + 1` coefficients of the prediction-error filter, the first of them 1
 * @throws SerError if the signal is too short, or so predictable that the recursion breaks down
 */
export function lpc(signal: Signal, { order }: LpcOptions): Float64Array {
  const samples = checkSignal(signal);
  return burg(samples, integer('order', order, 1, samples.length - 1));
}
