import { Random } from '@ser/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tf, use } from './backends.js';

/** Uniform in [−1, 1), the same on every backend. */
export function values(shape: readonly number[], seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.next() * 2 - 1);
}

/** Greatest difference as a part of the greatest reference value. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    if (!Number.isFinite(actual[i]!)) return Number.POSITIVE_INFINITY;
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!));
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return scale === 0 ? difference : difference / scale;
}

/** The value of `op` on random inputs and the gradient of a random projection of it by every input. */
function valueAndGradients(shapes: readonly number[][], op: (...inputs: Tensor[]) => Tensor): Float32Array[] {
  return tf.tidy(() => {
    const inputs = shapes.map((shape, i) => tf.tensor(values(shape, 7 + i), shape));
    const gradients = tf.grads((...xs) => {
      const y = op(...xs);
      return tf.sum(tf.mul(y, tf.tensor(values(y.shape, 99), y.shape)));
    })(inputs);
    return [op(...inputs), ...gradients].map((tensor) => tensor.dataSync() as Float32Array);
  });
}

/** The greatest error of `op`, value and gradients, on wasm against `reference` (default: itself) on cpu. */
export async function errorAgainstCpu(
  shapes: readonly number[][],
  op: (...inputs: Tensor[]) => Tensor,
  reference: (...inputs: Tensor[]) => Tensor = op,
): Promise<number> {
  await use('cpu');
  const expected = valueAndGradients(shapes, reference);
  await use('wasm');
  const actual = valueAndGradients(shapes, op);
  return Math.max(...expected.map((e, i) => relativeError(actual[i]!, e)));
}

/** A whole number from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + random.integer(high - low + 1);
}
