import { engine } from '../engine/choose.js';
import type { FrameKernel } from '../engine/engine.js';
import { integer, within } from '../signal/check.js';
import { createFraming, type FramingOptions, padSignal } from '../signal/frames.js';
import { matrix } from '../signal/matrix.js';
import { parabolicShift } from '../signal/parabola.js';
import type { FeatureMatrix, Signal } from '../signal/types.js';
import { type WarningOptions, warn } from '../signal/warnings.js';

/** Options that {@link yin} and {@link pyin} share; names, meaning and defaults are librosa's. */
export interface PitchOptions extends Omit<FramingOptions, 'hopLength'>, WarningOptions {
  /** Lowest pitch, in Hz; a frame must be longer than one period of it, and ought to be longer than two. */
  readonly fMin: number;
  /** Highest pitch, in Hz, at most half the sample rate. */
  readonly fMax: number;
  /** Samples in a frame. Default 2048. */
  readonly frameLength?: number | undefined;
  /** Samples from frame to frame. Default a quarter of `frameLength`. */
  readonly hopLength?: number | undefined;
}

/** Options of {@link yin}. */
export interface YinOptions extends PitchOptions {
  /** The first period whose normalized difference has a minimum below this is taken. Default 0.1. */
  readonly troughThreshold?: number | undefined;
}

/** The normalized difference function of frames of one length. */
export interface DifferenceFunction {
  /** The period in samples of the first value; each value after it belongs to a period one sample longer. */
  readonly minPeriod: number;
  /** Number of values of a frame. */
  readonly periods: number;
  /** Writes the cumulative mean normalized differences of frames. */
  readonly write: FrameKernel;
  /** The cumulative mean normalized difference of the frame from `x[at]`; the next call overwrites the array. */
  of(x: Float64Array, at: number): Float64Array;
}

/** Frames whose difference functions are computed at a time. */
const BLOCK = 16;

/** The normalized difference functions of a signal's frames. */
export interface Differences {
  readonly frames: number;
  /** Samples from frame to frame. */
  readonly hop: number;
  /** The period in samples that `of(t)[0]` belongs to; those after it are one sample longer each. */
  readonly minPeriod: number;
  /** The cumulative mean normalized difference of frame `t`; the next call may overwrite the array. */
  of(t: number): Float64Array;
}

/** Prepares the difference function of frames (de Cheveigné and Kawahara 2002, equations 6 to 8). */
export function createDifferenceFunction(
  { sampleRate, frameLength }: { readonly sampleRate: number; readonly frameLength: number },
  { fMin, fMax, onWarning }: { readonly fMin: number; readonly fMax: number } & WarningOptions,
): DifferenceFunction {
  within('fMax', fMax, 0, sampleRate / 2);
  // A frame is longer than the longest period.
  within('fMin', fMin, (1 + 1e-12) * (sampleRate / (frameLength - 1)), (1 - 1e-12) * fMax);
  if (2 * sampleRate > fMin * frameLength)
    warn(
      { onWarning },
      'FEW_PERIODS',
      `fewer than two periods of fMin, ${fMin} Hz, fit into a frame of ${frameLength} samples at ${sampleRate} Hz, so pitch is inaccurate; use longer frames or a higher fMin`,
    );
  const minPeriod = Math.floor(sampleRate / fMax);
  const maxPeriod = Math.min(Math.ceil(sampleRate / fMin), frameLength - 1);
  const periods = maxPeriod - minPeriod + 1;
  const write = engine().differences(frameLength, minPeriod, maxPeriod);
  const result = new Float64Array(periods);
  return {
    minPeriod,
    periods,
    write,
    of(x, at) {
      write(x, at, 1, 1, result, 0);
      return result;
    },
  };
}

/** Prepares the difference functions of a signal. */
export function createDifferences(
  signal: Signal,
  { fMin, fMax, frameLength = 2048, hopLength = frameLength >> 2, onWarning, ...options }: PitchOptions,
): Differences {
  const framing = createFraming(integer('frameLength', frameLength), { hopLength, ...options });
  const { padded, frames } = padSignal(signal, framing);
  const { hop } = framing;
  const { minPeriod, periods, write } = createDifferenceFunction(
    { sampleRate: signal.sampleRate, frameLength },
    { fMin, fMax, onWarning },
  );
  const block = new Float64Array(BLOCK * periods);
  const rows = Array.from({ length: BLOCK }, (_, i) => block.subarray(i * periods, (i + 1) * periods));
  let first = -BLOCK;
  return {
    frames,
    hop,
    minPeriod,
    of(t) {
      if (t < first || t >= first + BLOCK) {
        first = t;
        write(padded, t * hop, hop, Math.min(BLOCK, frames - t), block, 0);
      }
      return rows[t - first]!;
    },
  };
}

/** Returns true if `difference[i]` is a local minimum. */
export function isTrough(difference: Float64Array, i: number): boolean {
  const value = difference[i]!;
  return i === 0 ? value < difference[1]! : value < difference[i - 1]! && !(value > difference[i + 1]!);
}

/** The first trough below `threshold`, or else the lowest value. */
export function firstTrough(difference: Float64Array, threshold: number): number {
  let lowest = 0;
  for (let i = 0; i < difference.length; i++) {
    if (difference[i]! < threshold && isTrough(difference, i)) return i;
    if (difference[i]! < difference[lowest]!) lowest = i;
  }
  return lowest;
}

/** The period of a trough in samples, refined by a parabola. */
export function periodOf(difference: Float64Array, i: number, minPeriod: number): number {
  return minPeriod + i + parabolicShift(difference, i);
}

/**
 * Fundamental frequency by YIN (de Cheveigné and Kawahara 2002); equals `librosa.yin`. Every frame gets a frequency,
 * voiced or not; {@link pyin} tells them apart.
 *
 * @returns frames × 1, in Hz
 * @throws SerError if the signal or an option cannot be used
 * @example
 * yin({ samples, sampleRate: 16000 }, { fMin: 65, fMax: 500, frameLength: 1024, hopLength: 160 });
 */
export function yin(
  signal: Signal,
  { troughThreshold = 0.1, ...options }: YinOptions,
  out?: FeatureMatrix,
): FeatureMatrix {
  within('troughThreshold', troughThreshold, 0);
  const differences = createDifferences(signal, options);
  const { frames, minPeriod } = differences;
  const result = matrix(frames, 1, out);
  for (let t = 0; t < frames; t++) {
    const difference = differences.of(t);
    const best = firstTrough(difference, troughThreshold);
    result.data[t] = signal.sampleRate / periodOf(difference, best, minPeriod);
  }
  return result;
}
