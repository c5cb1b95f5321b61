import * as tf from '@tensorflow/tfjs-core';
import type { CompleteOptions } from '../recipe/training-schema.js';

/** Maps unnormalized log-probabilities `[rows, classes]` and soft targets of the same shape to the loss, summed over all rows. */
export type LossFunction = (logits: tf.Tensor2D, targets: tf.Tensor2D) => tf.Scalar;

/** Lower limit of 1 − p, so that its powers have a finite slope. */
const MIN_COMPLEMENT = 1e-7;

/** Returns the function that a loss describes. */
export function lossFunction(loss: CompleteOptions['loss']): LossFunction {
  switch (loss.kind) {
    case 'cross-entropy':
      return (logits, targets) => tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)))) as tf.Scalar;
    case 'focal': {
      const { gamma } = loss;
      return (logits, targets) => {
        const logs = tf.logSoftmax(logits);
        const complement = tf.maximum(tf.sub(1, tf.exp(logs)), MIN_COMPLEMENT);
        return tf.neg(tf.sum(tf.mul(tf.mul(targets, tf.pow(complement, gamma)), logs))) as tf.Scalar;
      };
    }
  }
}
