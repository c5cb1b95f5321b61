import { Random, SerError } from '@ser/core';
import type { SerModel } from '@ser/models';

/** How far from 1 the sum of float32 probabilities may be. */
const TOLERANCE = 1e-3;

/**
 * Refuses a network whose answers are no probabilities, e.g. one that ends before its softmax, as Keras trains it with
 * `from_logits=True`.
 *
 * @throws SerError `INVALID_MODEL`.
 */
export function assertProbabilities(model: SerModel): void {
  const { frames } = model.window;
  const { coeffs } = model.frontEnd;
  const random = new Random(0);
  const data = Float32Array.from({ length: frames * coeffs }, () => random.uniform(-1, 1));
  const answer = model.windowProbabilities({ data, frames, coeffs });
  const sum = answer.reduce((a, b) => a + b, 0);
  if (answer.every((p) => p >= 0) && Math.abs(sum - 1) <= TOLERANCE) return;
  throw new SerError(
    'INVALID_MODEL',
    `the network answers with ${answer.map((p) => p.toPrecision(3)).join(', ')}, which are no probabilities`,
    { hint: 'End it with a softmax.' },
  );
}
