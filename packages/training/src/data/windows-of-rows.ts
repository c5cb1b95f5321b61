import type { FeatureMatrix } from '@ser/dsp';
import { type CoefficientStatistics, copyWindow, type WindowSpec } from '@ser/models';
import type { Row } from './epoch-plan.js';
import type { Example } from './example.js';

/** The windows of rows of a batch. */
export interface RowWindows {
  /** `[rows, frames, coeffs]`, row-major, normalized. */
  readonly windows: Float32Array;
  readonly shape: readonly [rows: number, frames: number, coeffs: number];
}

/** Returns the augmented features that the window of a row is cut from, and its first frame. */
export type AlterRow = (features: FeatureMatrix, row: number) => { features: FeatureMatrix; start: number };

/** Returns the normalized windows of rows, cut out of their examples or of what `alter` returns for them. */
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
    const features = versionOf(examples[example]!, variant);
    const altered = alter?.(features, row) ?? { features, start };
    copyWindow(altered.features, altered.start, window, windows, row * length, normalization);
  }
  return { windows, shape: [rows.length, window.frames, coeffs] };
}

const versionOf = ({ features, variants }: Example, variant: number): FeatureMatrix =>
  variant === 0 ? features : variants![variant - 1]!;
