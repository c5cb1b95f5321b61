import { integer, positive, within } from '../../signal/check.js';
import { roundEven } from '../../signal/round-even.js';
import type { FeatureMatrix } from '../../signal/types.js';
import { normalize } from './normalize.js';

/** Options of a bank of pitch-class filters; names, meaning and defaults are librosa's. */
export interface ChromaFilterOptions {
  /** Number of pitch classes in an octave. Default 12. */
  readonly nChroma?: number | undefined;
  /** Deviation from A 440 Hz as a fraction of a pitch class. Default 0. */
  readonly tuning?: number | undefined;
  /** Center of the octaves that count most, in octaves above 27.5 Hz. Default 5. */
  readonly ctroct?: number | undefined;
  /** Half width in octaves of the Gaussian round `ctroct`; `null` for equal weights. Default 2. */
  readonly octwidth?: number | null | undefined;
  /** True if the first class is C, false if it is A. Default true. */
  readonly baseC?: boolean | undefined;
}

/**
 * Weights that map power spectra to pitch classes (Ellis 2007); equals `librosa.filters.chroma`, in single precision
 * as there.
 *
 * @returns nChroma × (1 + nFft / 2), one row a pitch class
 * @throws SerError if an option is out of range
 */
export function chromaFilterBank({
  sampleRate,
  nFft = 2048,
  nChroma = 12,
  tuning = 0,
  ctroct = 5,
  octwidth = 2,
  baseC = true,
}: ChromaFilterOptions & { sampleRate: number; nFft?: number }): FeatureMatrix {
  positive('sampleRate', sampleRate);
  integer('nFft', nFft, 2);
  integer('nChroma', nChroma, 1, 1024);
  within('tuning', tuning, -64, 64);
  within('ctroct', ctroct, -64, 64);
  if (octwidth !== null) positive('octwidth', octwidth);
  const bins = 1 + (nFft >> 1);
  const a440 = 440 * 2 ** (tuning / nChroma);
  const pitch = (k: number) => nChroma * Math.log2((k * sampleRate) / nFft / (a440 / 16));
  const half = roundEven(nChroma / 2);
  const data = new Float32Array(nChroma * bins);
  const column = new Float64Array(nChroma);
  const rotation = baseC ? 3 * Math.floor(nChroma / 12) : 0;
  for (let k = 0; k < bins; k++) {
    const here = k > 0 ? pitch(k) : pitch(1) - 1.5 * nChroma;
    const width = k < nFft - 1 ? Math.max(1, pitch(k + 1) - here) : 1;
    for (let c = 0; c < nChroma; c++) {
      const away = here - c + half + 10 * nChroma;
      const distance = away - nChroma * Math.floor(away / nChroma) - half;
      column[c] = Math.exp(-0.5 * ((2 * distance) / width) ** 2);
    }
    normalize(column, 2);
    const weight = octwidth === null ? 1 : Math.exp(-0.5 * ((here / nChroma - ctroct) / octwidth) ** 2);
    for (let c = 0; c < nChroma; c++) data[((c - rotation + nChroma) % nChroma) * bins + k] = column[c]! * weight;
  }
  return { data, frames: nChroma, coeffs: bins };
}
