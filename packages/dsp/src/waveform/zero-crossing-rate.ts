import { integer, within } from '../signal/check.js';
import { createFraming, frame, padSignal } from '../signal/frames.js';
import { matrix } from '../signal/matrix.js';
import type { FeatureMatrix, Signal } from '../signal/types.js';

/** Options of the detection of sign changes; names, meaning and defaults as in `librosa.zero_crossings`. */
export interface ZeroCrossingOptions {
  /** Values within ± threshold count as zero, at least 0. Default 1e-10. */
  readonly threshold?: number | undefined;
  /** True if zero counts as positive, so that zero to positive is not a crossing. Default true. */
  readonly zeroPos?: boolean | undefined;
  /** True if the first sample of a frame counts as a crossing. Default false. */
  readonly pad?: boolean | undefined;
}

/** Options of {@link zeroCrossingRate}. */
export interface ZeroCrossingRateOptions extends ZeroCrossingOptions {
  /** Samples in a frame. Default 2048. */
  readonly frameLength?: number | undefined;
  /** Samples from frame to frame. Default 512. */
  readonly hopLength?: number | undefined;
  /** True if frames are centered, with the ends of the signal repeated. Default true. */
  readonly center?: boolean | undefined;
  /** `threshold` is multiplied by this number, or by what this function makes of the magnitudes of all frames. Default 1. */
  readonly refMagnitude?: number | ((magnitudes: Float64Array) => number) | undefined;
}

/** Sign changes per sample within `x[at … at + length - 1]`. */
export function frameZeroCrossingRate(
  x: Float64Array,
  at: number,
  length: number,
  { threshold = 1e-10, zeroPos = true, pad = false }: ZeroCrossingOptions = {},
): number {
  let count = pad ? 1 : 0;
  let before = 0;
  for (let i = at; i < at + length; i++) {
    const value = x[i]!;
    const sign = value < -threshold ? -1 : value > threshold || zeroPos ? 1 : 0;
    if (i > at && sign !== before) count++;
    before = sign;
  }
  return count / length;
}

/**
 * Share of samples of each frame at which the sign changes; equals `librosa.feature.zero_crossing_rate`.
 *
 * @returns frames × 1, within [0, 1]
 * @throws SerError if the signal or an option cannot be used
 * @example
 * zeroCrossingRate({ samples, sampleRate: 16000 }, { frameLength: 512, hopLength: 160 });
 */
export function zeroCrossingRate(
  signal: Signal,
  {
    frameLength = 2048,
    hopLength = 512,
    center = true,
    refMagnitude = 1,
    threshold = 1e-10,
    ...options
  }: ZeroCrossingRateOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix {
  const cut = { hopLength, center, padMode: 'edge' } as const;
  const framing = createFraming(integer('frameLength', frameLength), cut);
  const { padded, frames } = padSignal(signal, framing);
  const reference =
    typeof refMagnitude === 'function'
      ? refMagnitude(frame(signal, { frameLength, ...cut }).data.map(Math.abs))
      : refMagnitude;
  const limit = within('threshold', threshold * reference, 0);
  const result = matrix(frames, 1, out);
  for (let t = 0; t < frames; t++)
    result.data[t] = frameZeroCrossingRate(padded, t * framing.hop, frameLength, { ...options, threshold: limit });
  return result;
}
