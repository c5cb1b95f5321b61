import { matrix, store } from '../../signal/matrix.js';
import type { FeatureMatrix, Signal, Spectrogram } from '../../signal/types.js';
import { createSpectra } from '../../transform/spectra.js';
import type { StftOptions } from '../../transform/stft.js';
import { createMel, type MelOptions } from './mel.js';

/** Options of {@link melSpectrogram}; names, meaning and defaults are librosa's. */
export interface MelSpectrogramOptions extends StftOptions, MelOptions {
  /** Samples from frame to frame. Default 512. */
  readonly hopLength?: number | undefined;
  /** Exponent of the magnitude that is summed: 1 magnitude, 2 power. Default 2. */
  readonly power?: number | undefined;
}

/** The mel spectrogram in double precision. */
export function melFrames(
  input: Signal | Spectrogram,
  { hopLength = 512, power = 2, ...options }: MelSpectrogramOptions,
): { data: Float64Array; frames: number; coeffs: number } {
  const { frames, nFft, filter } = createSpectra(input, { hopLength, ...options }, power);
  const mel = createMel(input.sampleRate, nFft, options);
  return { data: filter(mel), frames, coeffs: mel.nMels };
}

/**
 * Mel spectrogram, equal to `librosa.feature.melspectrogram` (transposed).
 *
 * @param input a signal, or a spectrogram already raised to the power that is wanted, frames × bins
 * @returns frames × nMels
 * @throws SerError if an option is out of range, or the signal is empty, not finite, or too short for one frame
 */
export function melSpectrogram(
  input: Signal | Spectrogram,
  options: MelSpectrogramOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix {
  const { data, frames, coeffs } = melFrames(input, options);
  return store(matrix(frames, coeffs, out), data);
}
