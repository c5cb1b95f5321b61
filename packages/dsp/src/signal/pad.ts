/** The values beyond the ends of a signal, named as in `numpy.pad`. */
export type PadMode = 'constant' | 'edge' | 'reflect' | 'symmetric' | 'wrap';

/**
 * Returns the sample that position `i` of a signal of `length` samples, padded endlessly on both sides, copies.
 *
 * @returns an index within [0, length), or -1 for a zero
 */
export function padIndex(mode: PadMode, i: number, length: number): number {
  if (i >= 0 && i < length) return i;
  if (mode === 'constant') return -1;
  if (mode === 'edge') return i < 0 ? 0 : length - 1;
  const repeated = mode === 'symmetric' ? 1 : 0;
  const period = mode === 'wrap' ? length : Math.max(1, 2 * (length - 1 + repeated));
  const k = ((i % period) + period) % period;
  return k < length ? k : period - k - repeated;
}
