import { Random, SerError } from '@ser/core';
import type { SerModel } from '@ser/models';

/** Largest distance from 1 of the sum of float32 probabilities. */
const TOLERANCE = 1e-3;

/**
 * Refuses a network whose outputs are not probabilities, e.g. one without a softmax, as Keras trains it with
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
    `the outputs of the network are ${answer.map((p) => p.toPrecision(3)).join(', ')}, which are not probabilities`,
    { hint: 'Add a softmax as its last layer.' },
  );
}
