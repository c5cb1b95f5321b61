import { integer, oneOf } from '../signal/check.js';
import { checkMatrix, matrix, store } from '../signal/matrix.js';
import type { FeatureMatrix, Matrix } from '../signal/types.js';

/** Options of {@link dct}. */
export interface DctOptions {
  /** Type of the transform. Default 2. */
  type?: 2 | 3;
  /** `ortho`: orthonormal; `null`: scipy's unnormalized sums. Default `ortho`. */
  norm?: 'ortho' | null;
  /** Number of coefficients to keep. Default all. */
  length?: number;
}

/** A transform of rows: reads `size` numbers at `x[from]`, writes `length` at `out[to]`. */
export type RowTransform = (x: Float64Array, from: number, out: Float64Array, to: number) => void;

/**
 * The first `length` values of the transform of rows of `size`, each times its `weights`.
 * The cosines of type 2 are even or odd about the middle of the row, so sums and differences of pairs halve the
 * multiplications.
 */
export function createDct(
  size: number,
  { type = 2, norm = 'ortho', length = size }: DctOptions,
  weights?: ArrayLike<number>,
): RowTransform {
  oneOf('type', type, [2, 3]);
  oneOf('norm', norm, ['ortho', null]);
  integer('length', length, 1, size);
  const width = type === 2 ? (size + 1) >> 1 : size;
  // Four coefficients at a time share the loads of a row; rows of zeros fill the last four.
  const result = new Float64Array((length + 3) & ~3);
  const table = new Float64Array(result.length * width);
  for (let k = 0; k < length; k++)
    for (let i = 0; i < width; i++) {
      const [row, column] = type === 2 ? [k, i] : [i, k];
      const scale = norm ? Math.sqrt((row ? 2 : 1) / size) : type === 3 && !row ? 1 : 2;
      table[k * width + i] = (weights?.[k] ?? 1) * scale * Math.cos((Math.PI * row * (2 * column + 1)) / (2 * size));
    }
  const sums = new Float64Array(width);
  const differences = new Float64Array(width);
  return (x, from, out, to) => {
    for (let i = 0, j = size - 1; i < width; i++, j--) {
      const left = x[from + i]!;
      const right = type === 2 && i < j ? x[from + j]! : 0;
      sums[i] = left + right;
      differences[i] = left - right;
    }
    multiply(table, width, sums, differences, result);
    for (let k = 0; k < length; k++) out[to + k] = result[k]!;
  };
}

/** Products of the rows of a table, those with even numbers with `even`, the others with `odd`. */
function multiply(table: Float64Array, width: number, even: Float64Array, odd: Float64Array, out: Float64Array): void {
  for (let k = 0, w = 0; k < out.length; k += 4, w += 4 * width) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < width; i++) {
      a += table[w + i]! * even[i]!;
      b += table[w + width + i]! * odd[i]!;
      c += table[w + 2 * width + i]! * even[i]!;
      d += table[w + 3 * width + i]! * odd[i]!;
    }
    out[k] = a;
    out[k + 1] = b;
    out[k + 2] = c;
    out[k + 3] = d;
  }
}

/** Transforms each row of a matrix. */
export function eachRow(input: Matrix, length: number, transform: RowTransform, out?: FeatureMatrix): FeatureMatrix {
  const { data, frames, coeffs } = input;
  const result = matrix(frames, length, out);
  const rows = data instanceof Float64Array ? data : Float64Array.from(data);
  const values = new Float64Array(frames * length);
  for (let t = 0; t < frames; t++) transform(rows, t * coeffs, values, t * length);
  return store(result, values);
}

/**
 * Discrete cosine transform of each row, equal to `scipy.fft.dct` along the coefficients.
 *
 * @returns frames × `length`
 * @throws SerError if an option is out of range
 */
export function dct(input: Matrix, options: DctOptions = {}, out?: FeatureMatrix): FeatureMatrix {
  const { coeffs } = checkMatrix(input);
  return eachRow(input, options.length ?? coeffs, createDct(coeffs, options), out);
}
