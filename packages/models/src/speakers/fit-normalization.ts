import { invalidArgument, SerError } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';

/** Mean and standard deviation of each coefficient, in the front end's units before normalization. */
export interface CoefficientStatistics {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * Mean and (population) standard deviation of each coefficient over all frames of the given features, in double
 * precision. A coefficient that never changes gets a deviation of 1.
 *
 * @param features features of one front end, not normalized: of a training part, or of clips of a speaker.
 * @throws SerError `INVALID_ARGUMENT` without features or frames, and for features of different front ends.
 */
export function fitNormalization(features: readonly FeatureMatrix[]): CoefficientStatistics {
  const coeffs = features[0]?.coeffs;
  if (coeffs === undefined) throw invalidArgument('features', features, 'a non-empty list');
  const mean = new Float64Array(coeffs);
  const square = new Float64Array(coeffs);
  let frames = 0;
  for (const matrix of features) {
    if (matrix.coeffs !== coeffs) {
      throw new SerError('INVALID_ARGUMENT', `features of ${coeffs} and of ${matrix.coeffs} coefficients are mixed`);
    }
    frames += matrix.frames;
    eachFrame(matrix, (data, start) => {
      for (let c = 0; c < coeffs; c++) mean[c]! += data[start + c]!;
    });
  }
  if (frames === 0) throw new SerError('INVALID_ARGUMENT', 'features hold no frames');
  for (let c = 0; c < coeffs; c++) mean[c]! /= frames;
  for (const matrix of features) {
    eachFrame(matrix, (data, start) => {
      for (let c = 0; c < coeffs; c++) square[c]! += (data[start + c]! - mean[c]!) ** 2;
    });
  }
  return {
    mean: [...mean],
    std: Array.from(square, (total) => (total > 0 ? Math.sqrt(total / frames) : 1)),
  };
}

function eachFrame({ data, frames, coeffs }: FeatureMatrix, visit: (data: Float32Array, start: number) => void): void {
  for (let t = 0; t < frames; t++) visit(data, t * coeffs);
}
