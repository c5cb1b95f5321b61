import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { layerCalls } from './layer-calls.js';
import { stepsOf, type TrainingPassOptions } from './steps.js';

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
  const calls = layerCalls(network);
  if (calls === undefined) return (inputs) => network.apply(inputs, { training: true }) as Tensor;
  const [{ id: input }, { id: result }] = [network.inputs[0]!, network.outputs[0]!];
  const steps = stepsOf(calls, result, options);
  return (inputs) => {
    const values = new Map<number, Tensor>([[input, inputs]]);
    for (const step of steps) {
      const made = step.run(step.inputs.map((id) => values.get(id)!));
      if (Array.isArray(made)) for (const [i, id] of step.outputs.entries()) values.set(id, made[i]!);
      else values.set(step.outputs[0]!, made);
    }
    return values.get(result)!;
  };
}
