import { createTransform, writeSamples, writeSpectrum } from '../fft/fft.js';
import { check, checkSamples, integer, positive } from '../signal/check.js';
import { createFraming, type Framing, type FramingOptions, padSignal } from '../signal/frames.js';
import { checkShape } from '../signal/matrix.js';
import type { ComplexSpectrogram, Signal } from '../signal/types.js';
import { type WarningOptions, warn } from '../signal/warnings.js';
import { getWindow, type WindowName } from './window.js';

/** Options of the short-time Fourier transform; names, meaning and defaults are librosa's. */
export interface StftOptions extends Omit<FramingOptions, 'hopLength'>, WarningOptions {
  /** Size of the transform, and of a frame, in samples. Default 2048. */
  readonly nFft?: number | undefined;
  /** Samples from frame to frame. Default a quarter of `winLength`. */
  readonly hopLength?: number | undefined;
  /** Samples under the window, in the middle of the frame. At most and by default `nFft`. */
  readonly winLength?: number | undefined;
  /** A window by name (periodic), or its `winLength` weights. Default `hann`. */
  readonly window?: WindowName | ArrayLike<number> | undefined;
}

/** A checked description of the spectra of frames. */
export interface SpectrumPlan extends Framing {
  /** Size of the transform: that of a frame, or more for frames followed by zeros. */
  readonly size: number;
  readonly bins: number;
  /** The weights of each of the frame's samples. */
  readonly weights: Float64Array;
}

/** Warns of a signal that is shorter than a frame, so that much of what is transformed is padding. */
export function warnIfShort(samples: number, frameLength: number, options: WarningOptions): void {
  if (samples < frameLength)
    warn(options, 'SHORT_SIGNAL', `the frame of ${frameLength} samples is longer than the signal of ${samples}`);
}

/** Working memory comes as arguments, since engines compile loops over what a closure captured less well. */
function applyWindow(x: Float64Array, at: number, weights: Float64Array, out: Float64Array, stride: number): void {
  for (let i = 0; i < weights.length; i++) out[i * stride] = x[at + i]! * weights[i]!;
}

/** Checks the options of spectra of frames of `nFft` samples, followed by zeros up to `size`. */
export function createSpectrum(
  { nFft = 2048, winLength, hopLength, window = 'hann', ...framing }: StftOptions,
  size: number = nFft,
): SpectrumPlan {
  integer('nFft', size);
  const shape = typeof window === 'string' ? getWindow(window, winLength ?? nFft) : window;
  const width = shape?.length;
  check(
    width > 0 && width <= nFft && width === (winLength ?? width),
    'winLength',
    winLength ?? width,
    `from 1 to nFft, ${nFft}`,
  );
  const weights = new Float64Array(nFft);
  weights.set(shape, (nFft - width) >> 1);
  const frames = createFraming(nFft, { hopLength: hopLength ?? width >> 2, ...framing });
  return { ...frames, size, bins: 1 + (size >> 1), weights };
}

/**
 * Short-time Fourier transform, equal to `librosa.stft` (transposed).
 *
 * @returns the complex spectrogram, frames × (1 + nFft / 2), in double precision
 * @throws SerError if an option is out of range, or the signal is empty, not finite, or too short for one frame
 */
export function stft(signal: Signal, options: StftOptions = {}): ComplexSpectrogram {
  const plan = createSpectrum(options);
  const { padded, frames } = padSignal(signal, plan);
  warnIfShort(signal.samples.length, plan.length, options);
  const { bins, hop, size, weights } = plan;
  const transform = createTransform(size);
  const { input, stride } = transform;
  const real = new Float64Array(frames * bins);
  const imag = new Float64Array(frames * bins);
  for (let t = 0; t < frames; t++) {
    const [from, to] = [t * bins, (t + 1) * bins];
    applyWindow(padded, t * hop, weights, input, stride);
    writeSpectrum(transform, real.subarray(from, to), imag.subarray(from, to));
  }
  return { real, imag, frames, coeffs: bins, sampleRate: signal.sampleRate };
}

/** Options of {@link istft}. */
export interface IstftOptions extends Omit<StftOptions, 'padMode'> {
  /** Number of samples to return. Default: what the frames span, without the padding. */
  readonly length?: number | undefined;
}

/**
 * Inverse short-time Fourier transform by windowed overlap-add, equal to `librosa.istft`.
 * With the options of the `stft` before it, and a hop that overlaps, it returns the signal.
 *
 * @param spectrogram frames × (1 + nFft / 2); `nFft` defaults to 2 (coeffs - 1)
 * @returns the signal, in double precision
 * @throws SerError if an option is out of range or does not match the spectrogram
 */
export function istft(
  { real, imag, frames, coeffs, sampleRate }: ComplexSpectrogram,
  { length, ...options }: IstftOptions = {},
): Signal & { readonly samples: Float64Array } {
  const { nFft = 2 * (coeffs - 1) } = options;
  positive('sampleRate', sampleRate);
  const { bins, hop, left, weights } = createSpectrum({ ...options, nFft });
  const transform = createTransform(nFft);
  check(bins === coeffs, 'nFft', nFft, `a size with ${coeffs} bins`);
  for (const part of [real, imag]) checkShape('spectrogram', frames, bins, part);
  const total = nFft + hop * (frames - 1) - 2 * left;
  const samples = new Float64Array(integer('length', length ?? total));
  const overlap = new Float64Array(samples.length);
  const piece = new Float64Array(nFft);
  for (let t = 0; t < frames; t++) {
    const [from, to] = [t * bins, (t + 1) * bins];
    writeSamples(transform, real.subarray(from, to), imag.subarray(from, to), piece);
    for (let i = Math.max(0, left - t * hop); i < nFft; i++) {
      const at = t * hop - left + i;
      if (at >= samples.length) break;
      samples[at]! += piece[i]! * weights[i]!;
      overlap[at]! += weights[i]! ** 2;
    }
  }
  for (let i = 0; i < samples.length; i++) if (overlap[i]! > 2 ** -1022) samples[i]! /= overlap[i]!;
  return { samples: checkSamples(samples, 1), sampleRate };
}
