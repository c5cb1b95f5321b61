import { engine } from '../engine/choose.js';
import type { FilterBank } from '../engine/engine.js';
import { applyFilters } from '../engine/typescript.js';
import { check, positive, within } from '../signal/check.js';
import { padSignal } from '../signal/frames.js';
import { checkMatrix } from '../signal/matrix.js';
import type { Signal, Spectrogram } from '../signal/types.js';
import { createSpectrum, type StftOptions, warnIfShort } from './stft.js';

/** Frames whose spectra are computed at a time. */
const BLOCK = 16;

/** The spectra of a signal's frames. */
export interface Spectra {
  readonly frames: number;
  readonly bins: number;
  /** Size of the transform. */
  readonly nFft: number;
  /** The spectrum of a frame, which may be overwritten by the next one asked for. */
  of(frame: number): Float64Array;
  /** The filters' sums over each spectrum, frames × filters. */
  filter(filters: FilterBank): Float64Array;
}

/** A signal's magnitudes raised to `power`, computed as they are asked for; a spectrogram is taken as it is. */
export function createSpectra(input: Signal | Spectrogram, options: StftOptions, power: number): Spectra {
  positive('power', power);
  if ('samples' in input) {
    const plan = createSpectrum(options);
    const { padded, frames } = padSignal(input, plan);
    warnIfShort(input.samples.length, plan.length, options);
    const { bins, hop, length: nFft } = plan;
    const { weights } = plan;
    const write = engine().power(weights, nFft);
    const block = new Float64Array(BLOCK * bins);
    const spectra = Array.from({ length: BLOCK }, (_, i) => block.subarray(i * bins, (i + 1) * bins));
    let first = -BLOCK;
    const of = (t: number) => {
      if (t < first || t >= first + BLOCK) {
        first = t;
        write(padded, t * hop, hop, Math.min(BLOCK, frames - t), block, 0);
        if (power !== 2) for (let i = 0; i < block.length; i++) block[i]! **= power / 2;
      }
      return spectra[t - first]!;
    };
    const filter = (filters: FilterBank) => {
      if (power !== 2) return filterEach(frames, of, filters);
      const result = new Float64Array(frames * filters.start.length);
      engine().bands(weights, nFft, filters, undefined)(padded, 0, hop, frames, result, 0);
      return result;
    };
    return { frames, bins, nFft, of, filter };
  }
  const { data, frames, coeffs: bins } = checkMatrix(input, 'spectrogram');
  for (const value of data) within('spectrogram', value, 0);
  const { nFft = 2 * (bins - 1) } = options;
  check(bins > 1 && bins === 1 + (nFft >> 1), 'nFft', nFft, `a size with ${bins} bins`);
  const of = (t: number) => Float64Array.from(data.subarray(t * bins, (t + 1) * bins));
  return { frames, bins, nFft, of, filter: (filters) => filterEach(frames, of, filters) };
}

function filterEach(frames: number, of: Spectra['of'], filters: FilterBank): Float64Array {
  const row = filters.start.length;
  const result = new Float64Array(frames * row);
  for (let t = 0; t < frames; t++) applyFilters(filters, of(t), 0, result, t * row);
  return result;
}
