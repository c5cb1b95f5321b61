import { type TrainingPassOptions, trainingPass } from '@ser/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { model as createModel, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';

/** The output of a training pass. */
export interface Pass {
  /** Unnormalized log-probabilities `[rows, classes]`. */
  readonly logits: tf.Tensor2D;
  /** Input of the dense softmax at the end, `[rows, units]`; absent for networks without one. */
  readonly hidden?: tf.Tensor2D | undefined;
}

/** A training pass over inputs `[rows, frames, coeffs]`. */
export type Forward = (inputs: tf.Tensor) => Pass;

/** Returns the number of units before the dense softmax at the end of a network; undefined if there is none. */
export function hiddenUnits(network: LayersModel): number | undefined {
  const { shape } = endsInSoftmax(network) ? (network.layers.at(-1)!.input as SymbolicTensor) : { shape: [] };
  return shape.length === 2 ? shape[1]! : undefined;
}

/**
 * Returns the training pass of a classifier. If its last layer is a dense softmax, the logits are the output of that layer
 * before the softmax, so that the loss can use the stable log-softmax; otherwise they are the logarithm of its output.
 */
export function forwardOf(network: LayersModel, options: TrainingPassOptions): Forward {
  const last = network.layers.at(-1)!;
  if (endsInSoftmax(network)) {
    const body = trainingPass(createModel({ inputs: network.inputs, outputs: last.input as SymbolicTensor }), options);
    return (inputs) => {
      const hidden = body(inputs) as tf.Tensor2D;
      const [kernel, bias] = last.weights.map((weight) => weight.read());
      const product: tf.Tensor2D = tf.matMul(hidden, kernel as tf.Tensor2D);
      return { logits: bias ? tf.add<tf.Tensor2D>(product, bias) : product, hidden };
    };
  }
  const pass = trainingPass(network, options);
  return (inputs) => ({ logits: tf.log(tf.maximum<tf.Tensor2D>(pass(inputs) as tf.Tensor2D, 1e-7)) });
}

function endsInSoftmax(network: LayersModel): boolean {
  const last = network.layers.at(-1)!;
  const activation = (last as typeof last & { activation?: { getClassName(): string } }).activation;
  return last.getClassName() === 'Dense' && activation?.getClassName() === 'softmax';
}
