import type { FilterBank } from '../../engine/engine.js';
import { check, integer, positive } from '../../signal/check.js';
import type { FeatureMatrix } from '../../signal/types.js';
import { type WarningOptions, warn } from '../../signal/warnings.js';

/** Slaney's scale is linear up to this mel, 1 kHz. */
const BREAK = 15;
const LOG_STEP = Math.log(6.4) / 27;

/**
 * Frequency in Hz to mels, as `librosa.hz_to_mel`: Slaney's scale (linear below 1 kHz) or, with `htk`, O'Shaughnessy's.
 */
export function hzToMel(hz: number, { htk = false }: { htk?: boolean } = {}): number {
  if (htk) return 2595 * Math.log10(1 + hz / 700);
  return hz < 1000 ? (hz * 3) / 200 : BREAK + Math.log(hz / 1000) / LOG_STEP;
}

/** Mels to frequency in Hz, the inverse of {@link hzToMel}, as `librosa.mel_to_hz`. */
export function melToHz(mel: number, { htk = false }: { htk?: boolean } = {}): number {
  if (htk) return 700 * (10 ** (mel / 2595) - 1);
  return mel < BREAK ? (mel * 200) / 3 : 1000 * Math.exp((mel - BREAK) * LOG_STEP);
}

/** Options of a bank of triangular mel filters; names, meaning and defaults are librosa's. */
export interface MelOptions extends WarningOptions {
  /** Number of filters. Default 128. */
  readonly nMels?: number | undefined;
  /** Lower end of the lowest filter, in Hz. Default 0. */
  readonly fMin?: number | undefined;
  /** Upper end of the highest filter, in Hz. Default half the sample rate. */
  readonly fMax?: number | undefined;
  /** HTK's mel scale instead of Slaney's. Default false. */
  readonly htk?: boolean | undefined;
  /**
   * `slaney`: each triangle has an area of 1 Hz; a number: each filter's weights have that p-norm; `null`: each
   * triangle has a height of 1. Default `slaney`.
   */
  readonly melNorm?: 'slaney' | number | null | undefined;
}

/** A bank of mel filters. */
export interface SparseMel extends FilterBank {
  readonly nMels: number;
  /** Bins of the spectra. */
  readonly bins: number;
}

/** An axis on which the sides of the triangles are straight, other than Hz. */
export interface MelAxis {
  /** Place of a frequency in Hz. */
  place(hz: number): number;
  /** Place of a triangle's corner at a frequency in Hz. */
  corner(hz: number): number;
}

/** Prepares the filters for transforms of `nFft` samples. */
export function createMel(
  sampleRate: number,
  nFft: number,
  { nMels = 128, fMin = 0, fMax = sampleRate / 2, htk = false, melNorm = 'slaney', onWarning }: MelOptions,
  axis?: MelAxis,
): SparseMel {
  positive('sampleRate', sampleRate);
  check(fMin >= 0 && fMin < fMax && fMax <= sampleRate, 'fMin, fMax', [fMin, fMax], 'ascending within the sample rate');
  check(melNorm === null || melNorm === 'slaney' || melNorm > 0, 'melNorm', melNorm, 'slaney, null or above 0');
  const bins = 1 + (integer('nFft', nFft) >> 1);
  const low = hzToMel(fMin, { htk });
  const step = (hzToMel(fMax, { htk }) - low) / (integer('nMels', nMels) + 1);
  const hz = (i: number) => melToHz(low + i * step, { htk });
  const corner = (i: number) => axis?.corner(hz(i)) ?? hz(i);
  const places = Float64Array.from({ length: bins }, (_, k) => {
    const f = (k * sampleRate) / nFft;
    return axis?.place(f) ?? f;
  });
  const start = new Int32Array(nMels);
  const offset = new Int32Array(nMels + 1);
  const weights: number[] = [];
  let from = 0;
  let empty = 0;
  for (let m = 0; m < nMels; m++) {
    const [a, b, c] = [corner(m), corner(m + 1), corner(m + 2)];
    while (from < bins && places[from]! <= a) from++;
    start[m] = from;
    const row: number[] = [];
    for (let k = from; k < bins && places[k]! < c; k++) {
      const x = places[k]!;
      row.push(Math.fround(x < b ? (x - a) / (b - a) : (c - x) / (c - b)));
    }
    if (row.every((weight) => weight === 0)) empty++;
    let size = 1;
    if (melNorm === 'slaney') size = (hz(m + 2) - hz(m)) / 2;
    else if (melNorm === Infinity) size = Math.max(...row);
    else if (melNorm) size = row.reduce((sum, weight) => sum + weight ** melNorm, 0) ** (1 / melNorm);
    for (const weight of row) weights.push(Math.fround(weight / size));
    offset[m + 1] = weights.length;
  }
  if (empty > 0)
    warn(
      { onWarning },
      'EMPTY_MEL_BANDS',
      `${empty} of ${nMels} mel bands lie between the bins of a transform of ${nFft} samples and always give 0; use fewer bands, a larger transform or a higher rate`,
    );
  return { nMels, bins, start, offset, weights: Float64Array.from(weights) };
}

/**
 * Triangular filters that map power spectra to mel bands, equal to `librosa.filters.mel`; like there, the weights are
 * rounded to single precision.
 *
 * @returns nMels × (1 + nFft / 2), one row a filter
 * @throws SerError if an option is out of range
 */
export function melFilterBank({
  sampleRate,
  nFft = 2048,
  ...options
}: MelOptions & { sampleRate: number; nFft?: number }): FeatureMatrix {
  const { nMels, bins, start, offset, weights } = createMel(sampleRate, nFft, options);
  const data = new Float32Array(nMels * bins);
  for (let m = 0; m < nMels; m++) data.set(weights.subarray(offset[m], offset[m + 1]), m * bins + start[m]!);
  return { data, frames: nMels, coeffs: bins };
}
