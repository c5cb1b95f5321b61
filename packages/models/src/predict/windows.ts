import { invalidArgument } from '@ser/core';
import { checkFields, integerFrom, word } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { FeatureMatrix } from '@ser/dsp';
import type { CoefficientStatistics } from '../speakers/fit-normalization.js';

/** Frames that a window may have: 4.6 hours of frames of 16 ms. */
const MAX_FRAMES = 2 ** 20;

const schema = v.pipe(
  v.strictObject({
    /** Frames in a window, from 1 to 1 048 576. */
    frames: integerFrom(1, MAX_FRAMES),
    /** Frames between the starts of neighboring windows, from 1 to `frames`. */
    hopFrames: integerFrom(1, MAX_FRAMES),
    /** Padding of a window that is longer than the clip: `wrap` repeats the clip, `zero` adds zeros. */
    padding: word('wrap', 'zero'),
  }),
  v.forward(
    v.partialCheck(
      [['frames'], ['hopFrames']],
      ({ frames, hopFrames }) => hopFrames <= frames,
      (issue) => `an integer from 1 to the window's ${(issue.input as { frames: number }).frames} frames`,
    ),
    ['hopFrames'],
  ),
);

/** Describes how features of any duration become windows of one length, in training as in prediction. */
export type WindowSpec = Readonly<v.InferOutput<typeof schema>>;

/** The schema of {@link WindowSpec}. */
export const windowSchema: v.GenericSchema<WindowSpec> = schema;

/** Windows of features: `data[(window * frames + frame) * coeffs + coefficient]`. */
export interface Windows {
  readonly data: Float32Array;
  /** Number of windows. */
  readonly count: number;
  /** Frames in each window. */
  readonly frames: number;
  /** Values in each frame. */
  readonly coeffs: number;
}

/**
 * Checks a window before anything is cut by it.
 *
 * @throws SerError `INVALID_ARGUMENT` that names the field that is out of range.
 * @example
 * checkWindowSpec({ frames: 128, hopFrames: 64, padding: 'wrap' });
 */
export function checkWindowSpec(spec: WindowSpec): void {
  checkFields(windowSchema, spec, { name: 'window' });
}

/**
 * Returns the frames at which the windows of a clip start: every `hopFrames` as long as a whole window fits, and one
 * more window that ends with the clip, so that each frame is in some window. A clip shorter than a window has one.
 *
 * @param clipFrames frames of the clip.
 * @example
 * windowStarts(7, { frames: 4, hopFrames: 2, padding: 'wrap' }); // [0, 2, 3]
 */
export function windowStarts(clipFrames: number, { frames, hopFrames }: WindowSpec): number[] {
  const last = Math.max(0, clipFrames - frames);
  const starts = Array.from({ length: Math.floor(last / hopFrames) + 1 }, (_, index) => index * hopFrames);
  if (starts.at(-1) !== last) starts.push(last);
  return starts;
}

/**
 * Copies one window of a clip, normalized if statistics are given. Frames past the end of the clip are zero after
 * normalization, or start again with the first frame, as the window says.
 *
 * @param matrix features [frames, coeffs] of the clip.
 * @param start frame at which the window starts.
 * @param out receives `spec.frames * coeffs` values from `offset` on.
 * @param normalization mean and standard deviation of each coefficient; values are copied as they are if absent.
 */
export function copyWindow(
  { data, frames, coeffs }: FeatureMatrix,
  start: number,
  spec: WindowSpec,
  out: Float32Array,
  offset: number,
  normalization?: CoefficientStatistics | undefined,
): void {
  const end = offset + spec.frames * coeffs;
  let from = (start % frames) * coeffs;
  let to = offset;
  while (to < end) {
    const length = Math.min(end - to, frames * coeffs - from);
    if (normalization) normalize(data, from, length, out, to, normalization);
    else out.set(data.subarray(from, from + length), to);
    to += length;
    from = 0;
    if (spec.padding === 'zero') break;
  }
  out.fill(0, to, end);
}

function normalize(
  data: Float32Array,
  from: number,
  length: number,
  out: Float32Array,
  to: number,
  { mean, std }: CoefficientStatistics,
): void {
  const coeffs = mean.length;
  for (let i = 0; i < length; i += coeffs)
    for (let c = 0; c < coeffs; c++) out[to + i + c] = (data[from + i + c]! - mean[c]!) / std[c]!;
}

/**
 * Cuts features into windows of equal length: a short clip is padded to one window, a long one is covered by several.
 *
 * @param matrix features [frames, coeffs] of one clip, at least one frame.
 * @returns windows [count, spec.frames, coeffs].
 * @throws SerError `INVALID_ARGUMENT` for a window out of range and for features without frames.
 * @example
 * const { data, count, frames, coeffs } = toWindows(features, { frames: 128, hopFrames: 64, padding: 'wrap' });
 * const probabilities = network.predict(tf.tensor3d(data, [count, frames, coeffs]));
 */
export function toWindows(matrix: FeatureMatrix, spec: WindowSpec): Windows {
  checkWindowSpec(spec);
  checkMatrix('features', matrix);
  const { frames, coeffs } = matrix;
  const starts = windowStarts(frames, spec);
  const size = spec.frames * coeffs;
  const data = new Float32Array(starts.length * size);
  for (const [index, start] of starts.entries()) copyWindow(matrix, start, spec, data, index * size);
  return { data, count: starts.length, frames: spec.frames, coeffs };
}

/** @throws SerError `INVALID_ARGUMENT` for features without frames, or whose data have another length. */
export function checkMatrix(name: string, { data, frames, coeffs }: FeatureMatrix): void {
  if (!Number.isSafeInteger(frames) || frames < 1)
    throw invalidArgument(`${name}.frames`, frames, 'a positive integer');
  if (data.length !== frames * coeffs) throw invalidArgument(`${name}.data`, data, `${frames} × ${coeffs} values`);
}
