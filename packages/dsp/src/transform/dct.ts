import { engine } from '../engine/choose.js';
import type { RowKernel } from '../engine/engine.js';
import { integer, oneOf } from '../signal/check.js';
import { checkMatrix, matrix, store } from '../signal/matrix.js';
import type { FeatureMatrix, Matrix } from '../signal/types.js';

/** Options of {@link dct}. */
export interface DctOptions {
  /** Type of the transform. Default 2. */
  readonly type?: 2 | 3 | undefined;
  /** `ortho`: orthonormal; `null`: scipy's unnormalized sums. Default `ortho`. */
  readonly norm?: 'ortho' | null | undefined;
  /** Number of coefficients to keep. Default all. */
  readonly length?: number | undefined;
}

/**
 * The first `length` values of the transform of rows of `size`, each times its `weights`.
 * The cosines of type 2 are even or odd about the middle of the row, so sums and differences of pairs halve the
 * multiplications.
 */
export function createDct(
  size: number,
  { type = 2, norm = 'ortho', length = size }: DctOptions,
  weights?: ArrayLike<number>,
): RowKernel {
  oneOf('type', type, [2, 3]);
  oneOf('norm', norm, ['ortho', null]);
  integer('length', length, 1, size);
  const width = type === 2 ? (size + 1) >> 1 : size;
  const cosines = new Float64Array(length * width);
  for (let k = 0; k < length; k++)
    for (let i = 0; i < width; i++) {
      const [row, column] = type === 2 ? [k, i] : [i, k];
      const scale = norm ? Math.sqrt((row ? 2 : 1) / size) : type === 3 && !row ? 1 : 2;
      cosines[k * width + i] = (weights?.[k] ?? 1) * scale * Math.cos((Math.PI * row * (2 * column + 1)) / (2 * size));
    }
  return engine().cosines({ size, length, width, folded: type === 2, cosines });
}

/** Transforms each row of a matrix. */
export function eachRow(input: Matrix, length: number, transform: RowKernel, out?: FeatureMatrix): FeatureMatrix {
  const { data, frames } = input;
  const result = matrix(frames, length, out);
  const rows = data instanceof Float64Array ? data : Float64Array.from(data);
  const values = new Float64Array(frames * length);
  transform(rows, 0, frames, values, 0);
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
