import { check, integer } from '../signal/check.js';
import { createFraming, type FramingOptions, padSignal } from '../signal/frames.js';
import { matrix, store } from '../signal/matrix.js';
import type { FeatureMatrix, Signal, Spectrogram } from '../signal/types.js';
import { createSpectra } from '../transform/spectra.js';

/** Options of {@link rms}. */
export interface RmsOptions extends Omit<FramingOptions, 'hopLength'> {
  /** Samples in a frame. Default 2048; of a spectrogram, 2 (bins - 1). */
  readonly frameLength?: number | undefined;
  /** Samples from frame to frame; of no meaning for a spectrogram. Default 512. */
  readonly hopLength?: number | undefined;
}

/** Root of the mean square of `x[at … at + length - 1]`. */
export function frameRms(x: Float64Array, at: number, length: number): number {
  let sum = 0;
  for (let i = at; i < at + length; i++) sum += x[i]! * x[i]!;
  return Math.sqrt(sum / length);
}

/** Root mean square of the frame of `nFft` samples, not windowed, that has these magnitudes (Parseval's theorem). */
function spectrumRms(magnitude: Float64Array, nFft: number): number {
  const last = magnitude.length - 1;
  let sum = 0;
  for (const value of magnitude) sum += value * value;
  sum -= (magnitude[0]! ** 2 + (nFft % 2 ? 0 : magnitude[last]! ** 2)) / 2;
  return Math.sqrt(2 * sum) / nFft;
}

/**
 * Root mean square of each frame; equals `librosa.feature.rms`.
 *
 * @param input a signal, or the magnitudes of its spectra
 * @returns frames × 1
 * @throws SerError if the input or an option cannot be used
 * @example
 * rms({ samples, sampleRate: 16000 }, { frameLength: 512, hopLength: 160 });
 */
export function rms(
  input: Signal | Spectrogram,
  { frameLength, hopLength = 512, ...options }: RmsOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix {
  if (!('samples' in input)) {
    const { frames, bins, of } = createSpectra(input, {}, 1);
    const length = integer('frameLength', frameLength ?? 2 * (bins - 1));
    check(bins === 1 + (length >> 1), 'frameLength', length, `a size with ${bins} bins`);
    return store(
      matrix(frames, 1, out),
      Float64Array.from({ length: frames }, (_, t) => spectrumRms(of(t), length)),
    );
  }
  const framing = createFraming(integer('frameLength', frameLength ?? 2048), { hopLength, ...options });
  const { padded, frames } = padSignal(input, framing);
  const result = matrix(frames, 1, out);
  for (let t = 0; t < frames; t++) result.data[t] = frameRms(padded, t * framing.hop, framing.length);
  return result;
}
