import * as tf from '@tensorflow/tfjs-core';
import type { CompleteOptions } from '../recipe/training-schema.js';

/** Unnormalized log-probabilities `[rows, classes]` and soft targets of the same shape to the sum over all rows. */
export type LossFunction = (logits: tf.Tensor2D, targets: tf.Tensor2D) => tf.Scalar;

/** A power of it must have a finite slope. */
const LEAST_DOUBT = 1e-7;

/** Returns the function that a loss describes. */
export function lossFunction(loss: CompleteOptions['loss']): LossFunction {
  switch (loss.kind) {
    case 'cross-entropy':
      return (logits, targets) => tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)))) as tf.Scalar;
    case 'focal': {
      const { gamma } = loss;
      return (logits, targets) => {
        const logs = tf.logSoftmax(logits);
        const doubt = tf.maximum(tf.sub(1, tf.exp(logs)), LEAST_DOUBT);
        return tf.neg(tf.sum(tf.mul(tf.mul(targets, tf.pow(doubt, gamma)), logs))) as tf.Scalar;
      };
    }
  }
}
