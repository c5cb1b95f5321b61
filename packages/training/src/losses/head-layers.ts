import type { Random } from '@ser/core';
import * as tf from '@tensorflow/tfjs-core';
import { LayerVariable } from '@tensorflow/tfjs-layers';
import type { HeadPlan } from './auxiliary-head.js';

/** Returns the number of weights of heads on a layer of `hidden` units. */
export const headWeights = (plans: readonly HeadPlan[], hidden: number): number =>
  plans.reduce((sum, { units }) => sum + (hidden + 1) * units, 0);

/** The dense layers of auxiliary heads, one for each. */
export class HeadLayers {
  /** Kernel `[hidden, units]` and bias `[units]` of each head. */
  readonly variables: readonly LayerVariable[];
  readonly #plans: readonly HeadPlan[];

  /** @param random source of the initial weights (uniform, Glorot and Bengio, 2010). */
  constructor(plans: readonly HeadPlan[], hidden: number, random: Random) {
    this.#plans = plans;
    this.variables = plans.flatMap(({ units, head }) => {
      const limit = Math.sqrt(6 / (hidden + units));
      const kernel = Float32Array.from({ length: hidden * units }, () => random.uniform(-limit, limit));
      return [
        variableOf(tf.tensor2d(kernel, [hidden, units]), `${head.target}_head/kernel`),
        variableOf(tf.zeros([units]), `${head.target}_head/bias`),
      ];
    });
  }

  /**
   * Returns the sum of the weighted losses of all heads over all rows.
   *
   * @param hidden `[rows, hidden]`, the input of the network's last layer.
   * @param targets `[rows, columns]` of each head.
   */
  loss(hidden: tf.Tensor2D, targets: readonly Float32Array[]): tf.Scalar {
    const rows = hidden.shape[0];
    return this.#plans
      .map(({ head, columns }, i) => {
        const [kernel, bias] = this.variables.slice(2 * i, 2 * i + 2).map((variable) => variable.read());
        const adversarial = 'adversarial' in head && head.adversarial === true;
        const input = adversarial ? reverseGradient(hidden) : hidden;
        const answer = tf.add(tf.matMul(input, kernel as tf.Tensor2D), bias!) as tf.Tensor2D;
        const wanted = tf.tensor2d(targets[i]!, [rows, columns]);
        return head.target === 'arousal' || head.target === 'valence'
          ? squaredError(answer, wanted)
          : (tf.neg(tf.sum(tf.mul(wanted, tf.logSoftmax(answer)))) as tf.Scalar);
      })
      .reduce((sum, loss) => tf.add(sum, loss));
  }

  dispose(): void {
    for (const variable of this.variables) variable.dispose();
  }
}

function variableOf(values: tf.Tensor, name: string): LayerVariable {
  const variable = new LayerVariable(values, 'float32', name);
  values.dispose();
  return variable;
}

/** Returns Σ w y² − 2 w v · y + w v² from the columns w, w v and w v². */
function squaredError(answer: tf.Tensor2D, wanted: tf.Tensor2D): tf.Scalar {
  const [weight, first, second] = tf.split(wanted, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const error = tf.add(tf.sub(tf.mul(weight, tf.square(answer)), tf.mul(2, tf.mul(first, answer))), second);
  return tf.sum(error);
}

/** Returns its input; the gradient changes its sign on the way back. */
function reverseGradient(x: tf.Tensor2D): tf.Tensor2D {
  return tf.customGrad((input) => ({
    value: tf.clone(input as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.neg(dy),
  }))(x) as tf.Tensor2D;
}
