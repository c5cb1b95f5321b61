import { integer, positive, within } from '../../signal/check.js';
import { checkMatrix, matrix, store } from '../../signal/matrix.js';
import type { FeatureMatrix, Matrix } from '../../signal/types.js';

/** Options of {@link pcen}; names, meaning and defaults are librosa's. */
export interface PcenOptions {
  /** Samples a second of the signal underneath, in Hz. */
  readonly sampleRate: number;
  /** Samples from frame to frame. Default 512. */
  readonly hopLength?: number | undefined;
  /** Exponent of the smoothed energy that divides, at least 0. Default 0.98. */
  readonly gain?: number | undefined;
  /** Offset before compression, at least 0. Default 2. */
  readonly bias?: number | undefined;
  /** Exponent of compression, at least 0; 0 is a logarithm. Default 0.5. */
  readonly power?: number | undefined;
  /** Time constant of the smoothing, in seconds. Default 0.4. */
  readonly timeConstant?: number | undefined;
  /** Least smoothed energy. Default 1e-6. */
  readonly eps?: number | undefined;
  /** Coefficient of the smoothing, within [0, 1], in place of `timeConstant`. */
  readonly b?: number | undefined;
  /** Bands over whose largest value is smoothed. Default 1. */
  readonly maxSize?: number | undefined;
}

/**
 * Per-channel energy normalization (Wang et al. 2017), equal to `librosa.pcen`: automatic gain control and compression
 * that hold up against loudness and noise better than a logarithm.
 *
 * @param input magnitudes or powers, at least 0, usually a mel spectrogram of samples scaled to ±2^31
 * @returns a matrix of the same shape
 * @throws SerError if an option is out of range or a value is negative
 */
export function pcen(
  input: Matrix,
  {
    sampleRate,
    hopLength = 512,
    gain = 0.98,
    bias = 2,
    power = 0.5,
    timeConstant = 0.4,
    eps = 1e-6,
    b,
    maxSize = 1,
  }: PcenOptions,
  out?: FeatureMatrix,
): FeatureMatrix {
  const { data, frames, coeffs } = checkMatrix(input);
  for (const value of data) within('input', value, 0);
  for (const [name, value] of Object.entries({ gain, bias, power })) within(name, value, 0);
  const constant =
    (positive('timeConstant', timeConstant) * positive('sampleRate', sampleRate)) / integer('hopLength', hopLength);
  positive('eps', eps);
  const smoothing = b ?? (Math.sqrt(1 + 4 * constant ** 2) - 1) / (2 * constant ** 2);
  within('b', smoothing, 0, 1);
  const below = integer('maxSize', maxSize) >> 1;
  const smooth = new Float64Array(coeffs).fill(1);
  const values = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const c = i % coeffs;
    let largest = data[i]!;
    for (let k = Math.max(0, c - below); k < Math.min(coeffs, c - below + maxSize); k++)
      largest = Math.max(largest, data[i - c + k]!);
    smooth[c] = (1 - smoothing) * smooth[c]! + smoothing * largest;
    const scaled = data[i]! * Math.exp(-gain * (Math.log(eps) + Math.log1p(smooth[c]! / eps)));
    if (power === 0) values[i] = Math.log1p(scaled);
    else if (bias === 0) values[i] = scaled ** power;
    else values[i] = bias ** power * Math.expm1(power * Math.log1p(scaled / bias));
  }
  return store(matrix(frames, coeffs, out), values);
}
