import { SerError } from '@ser/core';
import { checkSignal, integer, oneOf } from './check.js';
import { type PadMode, padIndex } from './pad.js';
import type { Signal } from './types.js';

/** Options that cut a signal into frames. */
export interface FramingOptions {
  /** Samples from the start of one frame to the start of the next. */
  readonly hopLength: number;
  /** True: the middle of frame `t` lies on sample `t * hopLength`; false: its start, with whole frames only. Default true. */
  readonly center?: boolean | undefined;
  /** Padding beyond the ends of the signal. Default `constant`, zeros. */
  readonly padMode?: PadMode | undefined;
}

/** A checked description of how signals are cut into frames. */
export interface Framing {
  /** Samples in a frame. */
  readonly length: number;
  readonly hop: number;
  /** Samples of padding before the signal. */
  readonly left: number;
  readonly padMode: PadMode;
  /** Number of frames of a signal with so many samples. */
  count(samples: number): number;
}

/** Checks the options of frames of `length` samples. */
export function createFraming(
  length: number,
  { hopLength, center = true, padMode = 'constant' }: FramingOptions,
): Framing {
  const hop = integer('hopLength', hopLength);
  oneOf('center', center, [true, false]);
  oneOf('padMode', padMode, ['constant', 'edge', 'reflect', 'symmetric']);
  const left = center ? length >> 1 : 0;
  return { length, hop, padMode, left, count: (samples) => 1 + Math.floor((samples + 2 * left - length) / hop) };
}

/** Number of frames of so many samples; a signal too short for one is refused. */
export function countFrames({ count, length }: Framing, samples: number): number {
  const frames = count(samples);
  if (frames < 1) throw new SerError('INVALID_AUDIO', `samples must fill a frame of ${length}, got ${samples} samples`);
  return frames;
}

/** The signal in double precision with its padding: frame `t` is `padded[t * hop … t * hop + length - 1]`. */
export function padSignal(signal: Signal, framing: Framing): { padded: Float64Array; frames: number } {
  const samples = checkSignal(signal);
  const { hop, left, length, padMode } = framing;
  const frames = countFrames(framing, samples.length);
  const padded = new Float64Array((frames - 1) * hop + length);
  padded.set(samples.subarray(0, padded.length - left), left);
  for (let at = 0; at < padded.length; at++) {
    if (at === left) at += samples.length;
    const i = padIndex(padMode, at - left, samples.length);
    if (i >= 0) padded[at] = samples[i]!;
  }
  return { padded, frames };
}

/**
 * Cuts a signal into overlapping frames, as `librosa.util.frame` does when `center` is false.
 *
 * @returns frames × frameLength samples
 * @throws SerError if the signal is empty, not finite, or too short for one frame
 */
export function frame(
  signal: Signal,
  { frameLength, ...options }: FramingOptions & { frameLength: number },
): { data: Float64Array; frames: number; coeffs: number } {
  const framing = createFraming(integer('frameLength', frameLength), options);
  const { padded, frames } = padSignal(signal, framing);
  const data = new Float64Array(frames * frameLength);
  for (let t = 0; t < frames; t++)
    data.set(padded.subarray(t * framing.hop, t * framing.hop + frameLength), t * frameLength);
  return { data, frames, coeffs: frameLength };
}
