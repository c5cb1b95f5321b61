import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { passOf } from './steps.js';
import { type TrainingPassOptions, trainingSteps } from './training-steps.js';

/**
 * Returns a network's training pass, `network.apply(x, { training: true })`, with less overhead: the graph is walked
 * once, layers are called without the checks that `apply` repeats each time, and where the kernels are installed, layers
 * that follow each other become one kernel: batch norm → ReLU (→ dropout of whole columns), and x · sigmoid(z).
 * Gradients flow and running statistics move as in the layers; values equal those of the layers except for rounding.
 *
 * Networks with several inputs or outputs, with masking layers, or with arguments given to single layers run by `apply`.
 *
 * @returns the pass, for inputs `[rows, …]` of the network's input shape.
 *
 * @example
 * const pass = trainingPass(network);
 * const { grads } = tf.variableGrads(() => loss(pass(x), y));
 */
export function trainingPass(network: LayersModel, options: TrainingPassOptions = {}): (inputs: Tensor) => Tensor {
  if (network.outputs.length !== 1) return (inputs) => network.apply(inputs, { training: true }) as Tensor;
  const run = passOf(network, true, (calls, results) => trainingSteps(calls, results, options));
  return (inputs) => run(inputs)[0]!;
}
