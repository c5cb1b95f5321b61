import { Random } from '@ser/core';
import type { SerModel } from '@ser/models';

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
  model.uncalibratedProbabilities({ data, frames, coeffs });
}
