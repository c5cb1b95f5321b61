import { invalidArgument, SerError, type Steps } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';
import type { InferencePass } from '@ser/kernels';
import { outputSteps } from '../predict/outputs.js';
import type { WindowSpec } from '../predict/windows.js';

/** Largest distance of the sum of float32 probabilities from 1. */
const TOLERANCE = 1e-3;

/** Outputs of a network for clips: probabilities before calibration, and embeddings if the network has them. */
export interface Answers {
  readonly probabilities: readonly number[][];
  readonly embeddings: readonly number[][] | undefined;
}

/**
 * Computes the outputs of a network for the features of clips, in steps of some milliseconds.
 *
 * @param requireWeights throws if the weights are freed, which may happen between two steps.
 * @throws SerError `INVALID_ARGUMENT` for features of another front end or that are not finite; `INVALID_MODEL` if the
 *   outputs are not probabilities.
 */
export function* answerSteps(
  pass: InferencePass,
  matrices: readonly FeatureMatrix[],
  { coeffs, window }: { readonly coeffs: number; readonly window: WindowSpec },
  requireWeights: () => void,
): Steps<Answers> {
  requireWeights();
  for (const matrix of matrices) {
    if (matrix.coeffs !== coeffs)
      throw invalidArgument('features.coeffs', matrix.coeffs, `${coeffs} as the model's front end`);
    // Comparisons on the way would turn NaN into a confident answer.
    if (!matrix.data.every(Number.isFinite)) throw invalidArgument('features.data', matrix.data, 'finite numbers');
  }
  const steps = outputSteps(pass, matrices, { window });
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) {
      const [probabilities, embeddings] = step.value;
      for (const answer of probabilities!) requireProbabilities(answer);
      return { probabilities: probabilities!, embeddings };
    }
    yield;
    requireWeights();
  }
}

/** @throws SerError `INVALID_MODEL` unless each value is at least 0 and all add up to 1. */
function requireProbabilities(answer: readonly number[]): void {
  const sum = answer.reduce((a, b) => a + b, 0);
  if (answer.every((p) => p >= 0) && Math.abs(sum - 1) <= TOLERANCE) return;
  throw new SerError(
    'INVALID_MODEL',
    `the outputs of the network are ${answer.map((p) => p.toPrecision(3)).join(', ')}, which are not probabilities`,
    { hint: 'Add a softmax as its last layer.' },
  );
}
