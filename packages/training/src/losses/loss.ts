import { invalidArgument } from '@ser/core';
import * as tf from '@tensorflow/tfjs-core';

/** What training makes small, as plain JSON. */
export type Loss =
  /** −Σ target · log p. */
  | { readonly kind: 'cross-entropy' }
  /**
   * −Σ target · (1 − p)^gamma · log p (Lin et al., 2017): utterances that are recognized already count less; `gamma`
   * is 2 by default, and 0 gives cross-entropy.
   */
  | { readonly kind: 'focal'; readonly gamma?: number };

/** Unnormalized log-probabilities `[rows, classes]` and soft targets of the same shape to the sum over all rows. */
export type LossFunction = (logits: tf.Tensor2D, targets: tf.Tensor2D) => tf.Scalar;

/** A power of it must have a finite slope. */
const LEAST_DOUBT = 1e-7;

/** The function that a {@link Loss} describes; throws `INVALID_ARGUMENT` for an unknown kind or a gamma out of range. */
export function lossFunction(loss: Loss): LossFunction {
  switch (loss.kind) {
    case 'cross-entropy':
      return (logits, targets) => tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)))) as tf.Scalar;
    case 'focal': {
      const { gamma = 2 } = loss;
      if (!(gamma >= 0 && gamma <= 10)) throw invalidArgument('loss.gamma', gamma, 'a number from 0 to 10');
      return (logits, targets) => {
        const logs = tf.logSoftmax(logits);
        const doubt = tf.maximum(tf.sub(1, tf.exp(logs)), LEAST_DOUBT);
        return tf.neg(tf.sum(tf.mul(tf.mul(targets, tf.pow(doubt, gamma)), logs))) as tf.Scalar;
      };
    }
    default:
      throw invalidArgument('loss.kind', (loss as { kind: unknown }).kind, "'cross-entropy' or 'focal'");
  }
}
