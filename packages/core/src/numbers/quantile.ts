import { invalidArgument } from '../errors/invalid-argument.js';

/**
 * Returns a quantile by the R-7 method, linear interpolation between order statistics, as `numpy.quantile` by default.
 *
 * @param ascending values in ascending order, at least one.
 * @param q the share of the values below it, in [0, 1].
 * @throws SerError `INVALID_ARGUMENT` for no values, or `q` outside [0, 1].
 * @example
 * quantile([1, 2, 3, 10], 0.5); // 2.5
 */
export function quantile(ascending: ArrayLike<number>, q: number): number {
  if (ascending.length === 0) throw invalidArgument('ascending', ascending, 'at least one value');
  if (!(q >= 0 && q <= 1)) throw invalidArgument('q', q, 'from 0 to 1');
  const position = q * (ascending.length - 1);
  const i = Math.floor(position);
  const low = ascending[i]!;
  return low + (position - i) * ((ascending[i + 1] ?? low) - low);
}
