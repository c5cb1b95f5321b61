import { engine } from '../engine/choose.js';
import type { RowKernel } from '../engine/engine.js';
import { check, integer, oneOf } from '../signal/check.js';
import { checkMatrix, matrix, store } from '../signal/matrix.js';
import { padIndex } from '../signal/pad.js';
import type { FeatureMatrix, Matrix } from '../signal/types.js';

/** Options of {@link delta}; names, meaning and defaults are librosa's. */
export interface DeltaOptions {
  /** Frames that each value looks at, odd and at least 3. Default 9. */
  readonly width?: number | undefined;
  /** Order of the derivative, and degree of the polynomial that is fitted. Below `width`. Default 1. */
  readonly order?: number | undefined;
  /**
   * Values within half a width of the ends: `interp` takes the polynomial fitted to the first or last `width`
   * frames; the others continue the frames, with the last frame (`nearest`), backwards (`mirror`), with zeros
   * (`constant`), or from the other end (`wrap`). Default `interp`.
   */
  readonly mode?: 'interp' | 'nearest' | 'mirror' | 'constant' | 'wrap' | undefined;
}

/**
 * Savitzky-Golay weights: the `order`-th derivative of the polynomial of that degree fitted to `width` frames.
 * The fit's leading coefficient needs only the discrete orthogonal (Gram) polynomial of the same degree.
 *
 * @returns `width` weights from the earliest frame to the latest, even or odd about the middle
 */
export function deltaWeights(width: number, order: number): Float64Array {
  check(integer('width', width, 3) % 2 === 1, 'width', width, 'odd');
  integer('order', order, 1, width - 1);
  const half = (width - 1) / 2;
  let before = new Float64Array(width);
  let gram = new Float64Array(width).fill(1);
  let factorial = 1;
  for (let k = 0; k < order; k++) {
    const b = (k * k * (width * width - k * k)) / (4 * (4 * k * k - 1));
    const next = gram.map((value, i) => (i - half) * value - b * before[i]!);
    before = gram;
    gram = next;
    factorial *= k + 1;
  }
  const scale = factorial / gram.reduce((sum, value) => sum + value * value, 0);
  return gram.map((value) => value * scale);
}

/** A derivative of one row: `x` holds `width` rows of `coeffs`, the middle one at `x[at]`. */
type RowDerivative = (x: Float64Array, at: number, out: Float64Array, to: number) => void;

/** Prepares derivatives of rows; pairs at the same distance from the middle share one multiplication. */
function createDelta(width: number, order: number, coeffs: number): RowDerivative {
  const weights = deltaWeights(width, order);
  const half = (width - 1) / 2;
  const sign = order % 2 ? -1 : 1;
  const middle = weights[half]! / (sign + 1 || 1);
  return (x, at, out, to) => derive(x, at, coeffs, weights, sign, middle, out, to);
}

function derive(
  x: Float64Array,
  at: number,
  coeffs: number,
  weights: Float64Array,
  sign: number,
  middle: number,
  out: Float64Array,
  to: number,
): void {
  const half = weights.length >> 1;
  for (let c = 0; c < coeffs; c++) {
    let sum = 0;
    for (let k = 1, step = coeffs; k <= half; k++, step += coeffs)
      sum += weights[half + k]! * (x[at + c + step]! + sign * x[at + c - step]!);
    out[to + c] = sum + 2 * middle * x[at + c]!;
  }
}

/** Prepares rows of `coeffs` values with their first derivatives, one or two, after them. */
export function createDeltas(width: number, orders: 1 | 2, coeffs: number): RowKernel {
  return engine().deltas(coeffs, deltaWeights(width, 1), orders === 2 ? deltaWeights(width, 2) : undefined);
}

/**
 * Local derivatives of features over time, equal to `librosa.feature.delta` (`scipy.signal.savgol_filter`).
 *
 * @param input frames × coeffs; in mode `interp` at least `width` frames
 * @returns a matrix of the same shape
 * @throws SerError if an option is out of range or there are too few frames
 */
export function delta(
  input: Matrix,
  { width = 9, order = 1, mode = 'interp' }: DeltaOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix {
  const { data, frames, coeffs } = checkMatrix(input);
  const derivative = createDelta(width, order, coeffs);
  oneOf('mode', mode, ['interp', 'nearest', 'mirror', 'constant', 'wrap']);
  check(mode !== 'interp' || frames >= width, 'width', width, `at most the ${frames} frames, or mode not "interp"`);
  const half = (width - 1) / 2;
  const pad = mode === 'mirror' ? 'reflect' : mode === 'nearest' || mode === 'interp' ? 'edge' : mode;
  const rows = new Float64Array((frames + 2 * half) * coeffs);
  for (let t = 0; t < frames + 2 * half; t++) {
    const from = padIndex(pad, t - half, frames) * coeffs;
    if (from >= 0) rows.set(data.subarray(from, from + coeffs), t * coeffs);
  }
  const values = new Float64Array(frames * coeffs);
  for (let t = 0; t < frames; t++) {
    const at = mode === 'interp' ? Math.min(Math.max(t, half), frames - 1 - half) : t;
    derivative(rows, (at + half) * coeffs, values, t * coeffs);
  }
  return store(matrix(frames, coeffs, out), values);
}
