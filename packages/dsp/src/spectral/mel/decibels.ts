import { check, positive, within } from '../../signal/check.js';
import { checkMatrix, matrix, store } from '../../signal/matrix.js';
import type { FeatureMatrix, Matrix } from '../../signal/types.js';

/** Decibels per natural logarithm of power. */
export const DB: number = 10 / Math.LN10;

/** Options of {@link powerToDb} and {@link amplitudeToDb}; names, meaning and defaults are librosa's. */
export interface DbOptions {
  /** The power of 0 dB: a value, or the largest of the matrix. Default 1. */
  readonly ref?: number | 'max' | undefined;
  /** Smaller values count as this. Default 1e-10 for power, 1e-5 for amplitude. */
  readonly amin?: number | undefined;
  /** Range in dB below the largest value, to which lower ones are raised; `null`: no limit. Default 80. */
  readonly topDb?: number | null | undefined;
}

/** Turns powers into decibels in place. */
export function toDb(data: Float64Array, { ref = 1, amin = 1e-10, topDb = 80 }: DbOptions): Float64Array {
  positive('amin', amin);
  if (topDb !== null) within('topDb', topDb, 0);
  let largest = 0;
  for (let i = 0; i < data.length; i++) if (data[i]! > largest) largest = data[i]!;
  const zero = ref === 'max' ? largest : Math.abs(ref);
  check(zero < Infinity, 'ref', ref, 'a finite number or "max"');
  const offset = DB * Math.log(Math.max(amin, zero));
  const floor = topDb === null ? -Infinity : DB * Math.log(Math.max(amin, largest)) - offset - topDb;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    data[i] = Math.max(floor, DB * Math.log(value > amin ? value : amin) - offset);
  }
  return data;
}

/** A matrix of the shape of `input`, with the values that `convert` makes of all of its own. */
function converted(
  input: Matrix,
  convert: (values: Float64Array) => Float64Array,
  out: FeatureMatrix | undefined,
): FeatureMatrix {
  const { data, frames, coeffs } = checkMatrix(input);
  return store(matrix(frames, coeffs, out), convert(Float64Array.from(data)));
}

/**
 * A power spectrogram in decibels, equal to `librosa.power_to_db`.
 *
 * @param power any matrix of squared magnitudes
 * @returns dB, of the same shape
 * @throws SerError if an option is out of range
 */
export function powerToDb(power: Matrix, options: DbOptions = {}, out?: FeatureMatrix): FeatureMatrix {
  return converted(power, (values) => toDb(values, options), out);
}

/**
 * A magnitude spectrogram in decibels, equal to `librosa.amplitude_to_db`.
 *
 * @param amplitude any matrix of magnitudes
 * @returns dB, of the same shape
 * @throws SerError if an option is out of range
 */
export function amplitudeToDb(
  amplitude: Matrix,
  { ref = 1, amin = 1e-5, topDb = 80 }: DbOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix {
  const options = { ref: ref === 'max' ? ref : ref * ref, amin: positive('amin', amin) ** 2, topDb };
  const square = (value: number) => value * value;
  return converted(amplitude, (values) => toDb(values.map(square), options), out);
}

/** Decibels back to power, equal to `librosa.db_to_power`. @returns a matrix of the same shape */
export function dbToPower(db: Matrix, { ref = 1 }: { ref?: number } = {}, out?: FeatureMatrix): FeatureMatrix {
  positive('ref', ref);
  return converted(db, (values) => values.map((value) => ref * 10 ** (0.1 * value)), out);
}

/** Decibels back to amplitude, equal to `librosa.db_to_amplitude`. @returns a matrix of the same shape */
export function dbToAmplitude(db: Matrix, { ref = 1 }: { ref?: number } = {}, out?: FeatureMatrix): FeatureMatrix {
  positive('ref', ref);
  return converted(db, (values) => values.map((value) => ref * 10 ** (0.05 * value)), out);
}
