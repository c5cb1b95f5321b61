/** What is taken to lie beyond the ends of a signal, named as by `numpy.pad`. */
export type PadMode = 'constant' | 'edge' | 'reflect' | 'symmetric' | 'wrap';

/**
 * Where position `i` of a signal of `length` samples, continued endlessly on both sides, takes its value from.
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
