import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** A weight tensor of a layer. */
export type LayerVariable = LayersModel['weights'][number];

interface Slot {
  readonly variable: LayerVariable;
  readonly offset: number;
  readonly size: number;
}

/**
 * Weights of a network as one flat vector. Optimizer, averages and exchange between workers all work on such vectors.
 */
export class WeightVector {
  /** Number of parameters. */
  readonly size: number;
  readonly #slots: readonly Slot[];

  constructor(variables: readonly LayerVariable[]) {
    let offset = 0;
    this.#slots = variables.map((variable) => {
      const size = tf.util.sizeFromShape(variable.shape as number[]);
      offset += size;
      return { variable, offset: offset - size, size };
    });
    this.size = offset;
  }

  /** Returns the trained weights: those of a network, then `others`. */
  static trained(network: LayersModel, others: readonly LayerVariable[] = []): WeightVector {
    return new WeightVector([...network.trainableWeights, ...others]);
  }

  /** Returns the weights of a network that are not trained. */
  static fixed(network: LayersModel): WeightVector {
    return new WeightVector(network.nonTrainableWeights);
  }

  /** Returns all weights of a network. */
  static all(network: LayersModel): WeightVector {
    return new WeightVector([...network.trainableWeights, ...network.nonTrainableWeights]);
  }

  /** The variables. */
  get variables(): tf.Variable[] {
    return this.#slots.map(({ variable }) => variable.read() as tf.Variable);
  }

  /** Returns 1 for the parameters of matrices and filters, which weight decay applies to, and 0 for biases and scales. */
  matrices(): Uint8Array {
    const marks = new Uint8Array(this.size);
    for (const { variable, offset, size } of this.#slots) {
      if (variable.shape.length > 1) marks.fill(1, offset, offset + size);
    }
    return marks;
  }

  /** Returns a copy of the weights. */
  read(): Float32Array {
    const values = new Float32Array(this.size);
    for (const { variable, offset } of this.#slots) values.set(variable.read().dataSync() as Float32Array, offset);
    return values;
  }

  /** Sets the weights to `values`. */
  write(values: Float32Array): void {
    for (const { variable, offset, size } of this.#slots) {
      // A copy, because the cpu backend keeps the array that it is given, and `values` may be shared memory.
      const copy = new Float32Array(size);
      copy.set(values.subarray(offset, offset + size));
      const tensor = tf.tensor(copy, variable.shape as number[]);
      variable.write(tensor);
      tensor.dispose();
    }
  }

  /** Copies gradients, in the order of `variables`, into `out`; a missing gradient counts as 0. */
  readGradients(gradients: readonly (tf.Tensor | undefined)[], out: Float32Array): void {
    for (const [i, { offset, size }] of this.#slots.entries()) {
      const gradient = gradients[i];
      if (gradient) out.set(gradient.dataSync() as Float32Array, offset);
      else out.fill(0, offset, offset + size);
    }
  }
}
