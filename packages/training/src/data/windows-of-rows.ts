import type { FeatureMatrix } from '@ser/dsp';
import { type CoefficientStatistics, copyWindow, type WindowSpec } from '@ser/models';
import type { Row } from './epoch-plan.js';
import type { Example } from './example.js';

/** The input of some rows of a batch. */
export interface RowWindows {
  /** `[rows, frames, coeffs]`, row-major, normalized. */
  readonly windows: Float32Array;
  readonly shape: readonly [rows: number, frames: number, coeffs: number];
}

/** The altered version of an example's features that a row is cut from, and the frame at which its window begins. */
export type AlterRow = (features: FeatureMatrix, row: number) => { features: FeatureMatrix; start: number };

/** Returns the windows of some rows, normalized, cut out of their examples or of what `alter` makes of these. */
export function windowsOfRows(
  rows: readonly Row[],
  examples: readonly Example[],
  window: WindowSpec,
  normalization: CoefficientStatistics | undefined,
  alter?: AlterRow | undefined,
): RowWindows {
  const { coeffs } = examples[0]!.features;
  const length = window.frames * coeffs;
  const windows = new Float32Array(rows.length * length);
  for (const [row, { example, variant, start }] of rows.entries()) {
    const features = copyOf(examples[example]!, variant);
    const altered = alter?.(features, row) ?? { features, start };
    copyWindow(altered.features, altered.start, window, windows, row * length, normalization);
  }
  return { windows, shape: [rows.length, window.frames, coeffs] };
}

const copyOf = ({ features, variants }: Example, variant: number): FeatureMatrix =>
  variant === 0 ? features : variants![variant - 1]!;
