import type { RowKernel } from '../../engine/engine.js';
import { integer, within } from '../../signal/check.js';
import { checkMatrix } from '../../signal/matrix.js';
import type { FeatureMatrix, Matrix, Signal } from '../../signal/types.js';
import { createDct, eachRow } from '../../transform/dct.js';
import { type DbOptions, toDb } from './decibels.js';
import { type MelSpectrogramOptions, melFrames } from './mel-spectrogram.js';

/** Options of the cosine transform at the end of MFCCs. */
export interface CepstrumOptions {
  /** Number of coefficients, at most `nMels`. Default 20. */
  readonly nMfcc?: number | undefined;
  /** Type of the cosine transform. Default 2. */
  readonly dctType?: 2 | 3 | undefined;
  /** Normalization of the cosine transform (that of the mel filters is `melNorm`). Default `ortho`. */
  readonly norm?: 'ortho' | null | undefined;
  /** Liftering: coefficient `n` times 1 + lifter / 2 · sin(π (n + 1) / lifter); 0 for none. Default 0. */
  readonly lifter?: number | undefined;
  /** Liftering with `n` in place of `n + 1`, as by HTK, Kaldi and python_speech_features. Default false. */
  readonly htkLifter?: boolean | undefined;
}

/** Options of {@link mfcc}; names, meaning and defaults are librosa's. */
export interface MfccOptions extends MelSpectrogramOptions, CepstrumOptions, DbOptions {}

/** The weight of each coefficient that liftering asks for. */
export function lifterWeights(length: number, lifter: number, htk: boolean): Float64Array {
  within('lifter', lifter, 0);
  return Float64Array.from({ length }, (_, n) =>
    lifter ? 1 + (lifter / 2) * Math.sin((Math.PI * (n + (htk ? 0 : 1))) / lifter) : 1,
  );
}

/** The cosine transform from mel bands to liftered coefficients. */
export function createCepstrum(
  nMels: number,
  { nMfcc = 20, dctType = 2, norm = 'ortho', lifter = 0, htkLifter = false }: CepstrumOptions,
): { length: number; transform: RowKernel } {
  integer('nMfcc', nMfcc, 1, nMels);
  const transform = createDct(nMels, { type: dctType, norm, length: nMfcc }, lifterWeights(nMfcc, lifter, htkLifter));
  return { length: nMfcc, transform };
}

/**
 * Mel-frequency cepstral coefficients, equal to `librosa.feature.mfcc` (transposed).
 *
 * @param input a signal, or a mel spectrogram in decibels, frames × nMels, to which only the cosine transform's options
 *   apply
 * @returns frames × nMfcc
 * @throws SerError if an option is out of range, or the signal is empty, not finite, or too short for one frame
 *
 * @example
 * const { data, frames, coeffs } = mfcc({ samples, sampleRate: 16000 }, { nMfcc: 13, nFft: 512, hopLength: 160, nMels: 40 });
 */
export function mfcc(input: Signal | Matrix, options: MfccOptions = {}, out?: FeatureMatrix): FeatureMatrix {
  let logMel: Matrix = input as Matrix;
  if ('samples' in input) {
    const mel = melFrames(input, options);
    toDb(mel.data, options);
    logMel = mel;
  } else checkMatrix(input);
  const { length, transform } = createCepstrum(logMel.coeffs, options);
  return eachRow(logMel, length, transform, out);
}
