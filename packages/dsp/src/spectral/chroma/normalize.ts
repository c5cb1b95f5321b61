import { check } from '../../signal/check.js';
import { argMax, sum } from '../../signal/vector.js';

/**
 * The norm that a vector is divided by: its largest (`Infinity`) or smallest (`-Infinity`) magnitude, its number of values that are
 * not zero (0), or its p-norm becomes 1.
 */
export type Norm = number;

/** Divides a vector by its norm, in place, unless that is zero; equals `librosa.util.normalize`. */
export function normalize(vector: Float64Array, norm: Norm): void {
  check(norm >= 0 || norm === -Infinity, 'norm', norm, 'null, at least 0 or -Infinity');
  const magnitudes = vector.map(Math.abs);
  const length = Number.isFinite(norm)
    ? sum(magnitudes, (x) => (norm || x ? x ** norm : 0)) ** (1 / (norm || 1))
    : magnitudes[argMax(norm > 0 ? magnitudes : magnitudes.map((x) => -x))]!;
  if (length >= 2 ** -1022) for (let i = 0; i < vector.length; i++) vector[i]! /= length;
}
