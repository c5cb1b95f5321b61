import { invalidArgument } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';

/** How features of any duration become windows of one length, in training and in prediction alike. */
export interface WindowSpec {
  /** Frames in a window. */
  readonly frames: number;
  /** Frames between the starts of neighboring windows, at most `frames`. */
  readonly hopFrames: number;
  /** What fills a window that is longer than the clip: the clip over again, or zeros. */
  readonly padding: 'wrap' | 'zero';
}

/** Windows of features: `data[(window * frames + frame) * coeffs + coefficient]`. */
export interface Windows {
  readonly data: Float32Array;
  readonly count: number;
  readonly frames: number;
  readonly coeffs: number;
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

/**
 * Checks a window before anything is cut by it.
 *
 * @throws SerError `INVALID_ARGUMENT` that names the field that is out of range.
 */
export function checkWindowSpec(spec: WindowSpec): void {
  if (!isCount(spec.frames)) throw invalidArgument('window.frames', spec.frames, 'a positive integer');
  if (!isCount(spec.hopFrames) || spec.hopFrames > spec.frames)
    throw invalidArgument(
      'window.hopFrames',
      spec.hopFrames,
      `an integer from 1 to the window's ${spec.frames} frames`,
    );
  if (spec.padding !== 'wrap' && spec.padding !== 'zero')
    throw invalidArgument('window.padding', spec.padding, 'wrap or zero');
}

/**
 * The frames at which the windows of a clip start: every `hopFrames` as long as a whole window fits, and one more that
 * ends with the clip, so that each frame is in some window. A clip shorter than a window has one, at 0.
 */
export function windowStarts(clipFrames: number, { frames, hopFrames }: WindowSpec): number[] {
  const last = Math.max(0, clipFrames - frames);
  const starts = Array.from({ length: Math.floor(last / hopFrames) + 1 }, (_, index) => index * hopFrames);
  if (starts.at(-1) !== last) starts.push(last);
  return starts;
}

/** Copies one window of `matrix` that starts at `start` into `out` at `offset`; what the clip lacks is padded. */
export function copyWindow(
  matrix: FeatureMatrix,
  start: number,
  spec: WindowSpec,
  out: Float32Array,
  offset: number,
): void {
  const { data, frames: clipFrames, coeffs } = matrix;
  const size = spec.frames * coeffs;
  const available = Math.min(spec.frames, clipFrames - start) * coeffs;
  out.set(data.subarray(start * coeffs, start * coeffs + available), offset);
  if (available === size) return;
  if (spec.padding === 'zero') out.fill(0, offset + available, offset + size);
  else
    for (let filled = available; filled < size; filled += available)
      out.copyWithin(offset + filled, offset, offset + Math.min(available, size - filled));
}

/**
 * Cuts features into windows of equal length: a short clip is padded to one window, a long one is covered by several.
 *
 * @param matrix features of one clip, [frames, coeffs], at least one frame.
 * @returns windows, [count, spec.frames, coeffs].
 * @throws SerError `INVALID_ARGUMENT` for a window that makes no sense and for features without frames.
 */
export function toWindows(matrix: FeatureMatrix, spec: WindowSpec): Windows {
  checkWindowSpec(spec);
  const { frames, coeffs } = matrix;
  if (!isCount(frames)) throw invalidArgument('features.frames', frames, 'a positive integer');
  if (matrix.data.length !== frames * coeffs)
    throw invalidArgument('features.data', matrix.data, `of ${frames} × ${coeffs} values`);
  const starts = windowStarts(frames, spec);
  const size = spec.frames * coeffs;
  const data = new Float32Array(starts.length * size);
  for (const [index, start] of starts.entries()) copyWindow(matrix, start, spec, data, index * size);
  return { data, count: starts.length, frames: spec.frames, coeffs };
}
