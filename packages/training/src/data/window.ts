import type { FeatureMatrix } from '@ser/dsp';
import type { WindowSpec } from '@ser/models';
import type { Normalization } from './normalization.js';

/** Normalization as the inner loops use it. */
export interface Scaling {
  readonly mean: Float64Array;
  readonly std: Float64Array;
}

/** Scaling that leaves features as they are, or that of the given statistics. */
export function scalingOf(normalization: Normalization | undefined, coeffs: number): Scaling {
  return {
    mean: Float64Array.from(normalization?.mean ?? new Float64Array(coeffs)),
    std: Float64Array.from(normalization?.std ?? new Float64Array(coeffs).fill(1)),
  };
}

/**
 * Writes the window that begins at frame `start`, normalized, into `out` at `offset` (`window.frames · coeffs`
 * numbers). Frames past the end are zero after normalization, or wrap around to the beginning, as the window says.
 */
export function fillWindow(
  { data, frames, coeffs }: FeatureMatrix,
  start: number,
  window: WindowSpec,
  { mean, std }: Scaling,
  out: Float32Array,
  offset: number,
): void {
  let to = offset;
  for (let t = start; t < start + window.frames; t++) {
    if (t >= frames && window.padding === 'zero') {
      out.fill(0, to, offset + window.frames * coeffs);
      return;
    }
    const from = (t % frames) * coeffs;
    for (let c = 0; c < coeffs; c++) out[to + c] = (data[from + c]! - mean[c]!) / std[c]!;
    to += coeffs;
  }
}
