import { matrix, store } from '../../signal/matrix.js';
import type { FeatureMatrix, Matrix, Signal, Spectrogram } from '../../signal/types.js';
import { createSpectra } from '../../transform/spectra.js';
import type { StftOptions } from '../../transform/stft.js';
import { type ChromaFilterOptions, chromaFilterBank } from './chroma-filters.js';
import { tuningOf } from './estimate-tuning.js';
import { type Norm, normalize } from './normalize.js';

/** Options of {@link chromaStft}. */
export interface ChromaStftOptions extends StftOptions, ChromaFilterOptions {
  /** Samples from frame to frame. Default 512. */
  readonly hopLength?: number | undefined;
  /** Deviation from A 440 Hz as a fraction of a pitch class. Default: estimated from the whole clip. */
  readonly tuning?: number | undefined;
  /** The norm that each frame is divided by; `null` for none. Default `Infinity`, its largest value. */
  readonly norm?: Norm | null | undefined;
}

/** Writes the energies of the pitch classes of a power spectrum, divided by their norm. */
export function applyChroma(filters: Matrix, power: Float64Array, norm: Norm | null, out: Float64Array): void {
  const { data, frames: nChroma, coeffs: bins } = filters;
  for (let c = 0; c < nChroma; c++) {
    let total = 0;
    for (let k = 0; k < bins; k++) total += data[c * bins + k]! * power[k]!;
    out[c] = total;
  }
  if (norm !== null) normalize(out, norm);
}

/**
 * Energy of each pitch class over time; equals `librosa.feature.chroma_stft`.
 *
 * @param input a signal, or its power spectra
 * @returns frames × nChroma, from C upwards
 * @throws SerError if the input or an option cannot be used
 * @example
 * chromaStft({ samples, sampleRate: 22050 }, { tuning: 0 });
 */
export function chromaStft(
  input: Signal | Spectrogram,
  {
    norm = Infinity,
    tuning,
    nChroma = 12,
    ctroct = 5,
    octwidth = 2,
    baseC = true,
    onWarning,
    ...options
  }: ChromaStftOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix {
  const { sampleRate } = input;
  const spectra = createSpectra(input, { ...options, onWarning, hopLength: options.hopLength ?? 512 }, 2);
  const { frames, bins, nFft, of } = spectra;
  const shape = { sampleRate, nFft, nChroma, ctroct, octwidth, baseC };
  const filters = chromaFilterBank({
    ...shape,
    // Here librosa takes the transform's size for even, whatever it was.
    tuning: tuning ?? tuningOf({ ...spectra, nFft: 2 * (bins - 1) }, sampleRate, { binsPerOctave: nChroma, onWarning }),
  });
  const result = new Float64Array(frames * nChroma);
  for (let t = 0; t < frames; t++) applyChroma(filters, of(t), norm, result.subarray(t * nChroma, (t + 1) * nChroma));
  return store(matrix(frames, nChroma, out), result);
}
