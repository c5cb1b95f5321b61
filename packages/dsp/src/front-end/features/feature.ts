import type { WarningOptions } from '../../signal/warnings.js';
import type { FrontEndFrames } from '../front-end-frames.js';

/** The most frames that are analyzed at a time. */
export const LARGEST_BLOCK = 32;

/** Frames under analysis: their samples, one each `hop` from `x[at]`, and their spectra, row by row. */
export interface FrameBlock {
  x: Float64Array;
  at: number;
  count: number;
  readonly hop: number;
  /** The samples as the spectra see them. */
  shaped: Float64Array;
  shapedAt: number;
  readonly shapedHop: number;
  readonly power: Float64Array;
  readonly magnitude: Float64Array;
}

/** The input of a feature. */
export type Need = 'magnitude' | 'power' | 'samples';

/** One kind of feature, prepared. */
export interface Feature {
  /** One name for each value of the final vector. */
  readonly names: readonly string[];
  /** Number of values of the first step. */
  readonly size: number;
  readonly needs: Need;
  /** First step: from frames to `size` values each at `rows[at]`, `rows[at + stride]` and so on. */
  analyze(block: FrameBlock, rows: Float64Array, at: number, stride: number): void;
  /** Present if the feature needs the whole clip. */
  readonly clip?: ClipStep | undefined;
  /** Second step; absent if the values of the first step are final. */
  readonly finish?: FinishStep | undefined;
}

/**
 * From the values of the first step, at `rows[at]`, `rows[at + stride]` and so on, to one for each name at `out[to]`,
 * `out[to + step]` and so on.
 */
export type FinishStep = (
  rows: Float64Array,
  at: number,
  stride: number,
  count: number,
  out: Float64Array,
  to: number,
  step: number,
) => void;

/** The step between both others, once all frames of the clip are known. */
export interface ClipStep {
  /** The option that requires it, for the error of a stream. */
  readonly reason: string;
  /** Changes the first-step values of all frames, which lie at `rows[t * width + at]`. */
  prepare(rows: Float64Array, width: number, at: number): void;
}

/** The frames and rates that features are computed with. */
export interface FeatureContext extends WarningOptions {
  readonly sampleRate: number;
  readonly nFft: number;
  readonly frames: FrontEndFrames;
  /** True if the front end has other features, which may use the same spectra. */
  readonly shared: boolean;
}

/** Writes what it measures in the frame from `x[at]`, whose magnitudes or powers are given if needed, from `out[to]`. */
export type MeasureFrame = (x: Float64Array, at: number, spectrum: Float64Array, out: Float64Array, to: number) => void;

/** A first step that measures frame by frame. */
export function frameByFrame(needs: Need, { bins }: FrontEndFrames, measure: MeasureFrame): Feature['analyze'] {
  const spectrum = new Float64Array(needs === 'samples' ? 0 : bins);
  return ({ x, at: start, hop, count, magnitude, power }, rows, at, stride) => {
    const spectra = needs === 'magnitude' ? magnitude : power;
    for (let t = 0; t < count; t++) {
      for (let k = 0; k < spectrum.length; k++) spectrum[k] = spectra[t * bins + k]!;
      measure(x, start + t * hop, spectrum, rows, at + t * stride);
    }
  };
}

/** A second step row by row. */
export const rowByRow =
  (finish: (rows: Float64Array, at: number, out: Float64Array, to: number) => void): FinishStep =>
  (rows, at, stride, count, out, to, step) => {
    for (let t = 0; t < count; t++) finish(rows, at + t * stride, out, to + t * step);
  };

/** A second step that changes nothing. */
export const copyValues = (size: number): FinishStep =>
  rowByRow((rows, at, out, to) => {
    for (let i = 0; i < size; i++) out[to + i] = rows[at + i]!;
  });

/** A feature of `names` whose first step gives its values. */
export const frameFeature = (
  names: readonly string[],
  needs: Need,
  frames: FrontEndFrames,
  measure: MeasureFrame,
): Feature => ({
  names,
  size: names.length,
  needs,
  analyze: frameByFrame(needs, frames, measure),
});

/** Names with numbers: `name0`, `name1` …. */
export const numbered = (name: string, length: number, first = 0): string[] =>
  Array.from({ length }, (_, i) => name + (first + i));

/** Raises the values in columns `from` to before `to` of rows to at least `topDb` below the largest of them. */
export function raiseColumns(rows: Float64Array, width: number, from: number, to: number, topDb: number): void {
  let largest = -Infinity;
  // Columns that are all of a row are one run of values.
  if (to - from === width) width = to = rows.length;
  for (let row = 0; row < rows.length; row += width)
    for (let i = row + from; i < row + to; i++) if (rows[i]! > largest) largest = rows[i]!;
  const least = largest - topDb;
  for (let row = 0; row < rows.length; row += width)
    for (let i = row + from; i < row + to; i++) if (rows[i]! < least) rows[i] = least;
}
