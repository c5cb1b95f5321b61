import * as tf from '@tensorflow/tfjs-core';
import { model as createModel, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';

/** A training pass: inputs `[rows, frames, coeffs]` to unnormalised log-probabilities `[rows, classes]`. */
export type Logits = (inputs: tf.Tensor) => tf.Tensor2D;

/**
 * The training pass of a classifier. If its last layer is a dense softmax, that layer is evaluated without the
 * softmax, so that the loss can use the stable log-softmax; otherwise the logarithm of its output is taken.
 */
export function logitsOf(network: LayersModel): Logits {
  const last = network.layers.at(-1)!;
  const activation = (last as unknown as { activation?: { getClassName(): string } }).activation;
  if (last.getClassName() === 'Dense' && activation?.getClassName() === 'softmax') {
    const body = createModel({ inputs: network.inputs, outputs: last.input as SymbolicTensor });
    return (inputs) => {
      const hidden = body.apply(inputs, { training: true }) as tf.Tensor2D;
      const [kernel, bias] = last.weights.map((weight) => weight.read());
      const product: tf.Tensor2D = tf.matMul(hidden, kernel as tf.Tensor2D);
      return bias ? tf.add<tf.Tensor2D>(product, bias) : product;
    };
  }
  return (inputs) => tf.log(tf.maximum<tf.Tensor2D>(network.apply(inputs, { training: true }) as tf.Tensor2D, 1e-7));
}
