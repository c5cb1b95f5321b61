import { check, integer, positive } from '../../signal/check.js';
import { checkMatrix, matrix, store } from '../../signal/matrix.js';
import type { FeatureMatrix, Matrix } from '../../signal/types.js';
import { createDct } from '../../transform/dct.js';
import { type CepstrumOptions, lifterWeights } from './mfcc.js';

/** Options of {@link mfccToMel}: those of the `mfcc` before it. */
export interface MfccToMelOptions extends Omit<CepstrumOptions, 'nMfcc'> {
  /** Number of mel bands. Default 128. */
  readonly nMels?: number | undefined;
  /** The power of 0 dB. Default 1. */
  readonly ref?: number | undefined;
}

/**
 * The mel power spectrogram that MFCCs describe, as `librosa.feature.inverse.mfcc_to_mel`: exact if there are as many
 * coefficients as bands and nothing was cut at `topDb`, else a smooth outline of it.
 *
 * @param input frames × nMfcc
 * @returns power, frames × nMels
 * @throws SerError if an option is out of range, or `lifter` makes a coefficient's weight zero
 */
export function mfccToMel(
  input: Matrix,
  { nMels = 128, dctType = 2, norm = 'ortho', ref = 1, lifter = 0, htkLifter = false }: MfccToMelOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix {
  const { data, frames, coeffs } = checkMatrix(input);
  integer('nMels', nMels, coeffs);
  const weights = lifterWeights(coeffs, lifter, htkLifter);
  check(
    weights.every((weight) => Math.abs(weight) > 1e-9),
    'lifter',
    lifter,
    'a value that leaves every coefficient',
  );
  // The inverse of either type is the other one, up to the unnormalized form's factor of 2 nMels.
  const inverse = createDct(nMels, { type: dctType === 2 ? 3 : 2, norm });
  const scale = norm ? 1 : 1 / (2 * nMels);
  const rows = new Float64Array(frames * nMels);
  const values = new Float64Array(frames * nMels);
  for (let t = 0; t < frames; t++)
    for (let c = 0; c < coeffs; c++) rows[t * nMels + c] = data[t * coeffs + c]! / weights[c]!;
  inverse(rows, 0, frames, values, 0);
  positive('ref', ref);
  return store(
    matrix(frames, nMels, out),
    values.map((db) => ref * 10 ** (0.1 * scale * db)),
  );
}
