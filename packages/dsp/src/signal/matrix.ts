import { check } from './check.js';
import type { FeatureMatrix, Matrix } from './types.js';

/** `out` if its shape is frames × coeffs, or a new matrix of that shape. */
export function matrix(frames: number, coeffs: number, out?: FeatureMatrix): FeatureMatrix {
  if (!out) return { data: new Float32Array(frames * coeffs), frames, coeffs };
  check(
    out.frames === frames && out.coeffs === coeffs && out.data.length === frames * coeffs,
    'out',
    [out.frames, out.coeffs],
    `${frames} × ${coeffs}`,
  );
  return out;
}

/** Copies values into a matrix, unless single precision cannot hold them. */
export function store(out: FeatureMatrix, values: ArrayLike<number>): FeatureMatrix {
  out.data.set(values);
  checkMatrix(out, 'the result');
  return out;
}

/** Refuses values that are not frames × coeffs, both positive integers. */
export function checkShape(name: string, frames: number, coeffs: number, values: ArrayLike<number>): void {
  const whole = Number.isInteger(frames) && Number.isInteger(coeffs) && frames > 0;
  check(whole && coeffs > 0 && values.length === frames * coeffs, name, [frames, coeffs], 'the shape of its values');
}

/** `input` if its data is as long as its shape says, and finite. */
export function checkMatrix<M extends Matrix>(input: M, name = 'input'): M {
  const { data, frames, coeffs } = input;
  checkShape(name, frames, coeffs, data);
  for (let i = 0; i < data.length; i++) if (!(Math.abs(data[i]!) < Infinity)) check(false, name, data[i], 'finite');
  return input;
}

/**
 * The same numbers one coefficient after the other, as librosa lays them out.
 *
 * @returns `[c * frames + t]`, shape (coeffs, frames), in the precision of the matrix
 */
export function toCoeffMajor<T extends Float32Array | Float64Array>(input: {
  readonly data: T;
  readonly frames: number;
  readonly coeffs: number;
}): T {
  const { data, frames, coeffs } = checkMatrix(input);
  const out = data.slice() as T;
  for (let t = 0; t < frames; t++) for (let c = 0; c < coeffs; c++) out[c * frames + t] = data[t * coeffs + c]!;
  return out;
}
