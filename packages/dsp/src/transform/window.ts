import { integer, oneOf } from '../signal/check.js';

/** The shapes of analysis window known by name. */
export type WindowName = 'hann' | 'hamming' | 'blackman' | 'povey' | 'rectangular';

const COSINES: Record<WindowName, readonly [number, number, number]> = {
  hann: [0.5, 0.5, 0],
  hamming: [0.54, 0.46, 0],
  blackman: [0.42, 0.5, 0.08],
  povey: [0.5, 0.5, 0],
  rectangular: [1, 0, 0],
};

/** Options of {@link getWindow}. */
export interface WindowOptions {
  /** True: one period of a repeating shape, for spectral analysis; false: symmetric. Default true. */
  readonly periodic?: boolean | undefined;
}

/**
 * A window of `length` points, equal to `scipy.signal.get_window(name, length, fftbins=periodic)`.
 * Povey is Kaldi's: a Hann window to the power of 0.85.
 *
 * @returns `length` weights within [0, 1]
 * @throws SerError if the name is unknown or the length is not a positive integer
 */
export function getWindow(name: WindowName, length: number, { periodic = true }: WindowOptions = {}): Float64Array {
  oneOf('window', name, Object.keys(COSINES) as WindowName[]);
  const [a, b, c] = COSINES[name];
  const step = (2 * Math.PI) / (integer('length', length) - (periodic ? 0 : 1));
  return Float64Array.from({ length }, (_, i) => {
    const value = length > 1 ? a - b * Math.cos(i * step) + c * Math.cos(2 * i * step) : 1;
    return name === 'povey' ? value ** 0.85 : value;
  });
}
