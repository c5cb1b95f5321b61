import { check, positive, within } from '../signal/check.js';
import { padSignal } from '../signal/frames.js';
import { checkMatrix } from '../signal/matrix.js';
import type { Signal, Spectrogram } from '../signal/types.js';
import { createSpectrum, type StftOptions } from './stft.js';

/** The spectra of a signal's frames. */
export interface Spectra {
  readonly frames: number;
  readonly bins: number;
  /** Size of the transform. */
  readonly nFft: number;
  /** The spectrum of a frame, which is overwritten by the next one asked for. */
  of(frame: number): Float64Array;
}

/** A signal's magnitudes raised to `power`, computed as they are asked for; a spectrogram is taken as it is. */
export function createSpectra(input: Signal | Spectrogram, options: StftOptions, power: number): Spectra {
  positive('power', power);
  if ('samples' in input) {
    const plan = createSpectrum(options);
    const { padded, frames } = padSignal(input, plan);
    const { bins, hop, length: nFft } = plan;
    const spectrum = new Float64Array(bins);
    return {
      frames,
      bins,
      nFft,
      of(t) {
        plan.power(padded, t * hop, spectrum);
        if (power !== 2) for (let k = 0; k < bins; k++) spectrum[k]! **= power / 2;
        return spectrum;
      },
    };
  }
  const { data, frames, coeffs: bins } = checkMatrix(input, 'spectrogram');
  for (const value of data) within('spectrogram', value, 0);
  const { nFft = 2 * (bins - 1) } = options;
  check(bins > 1 && bins === 1 + (nFft >> 1), 'nFft', nFft, `a size with ${bins} bins`);
  return { frames, bins, nFft, of: (t) => Float64Array.from(data.subarray(t * bins, (t + 1) * bins)) };
}
