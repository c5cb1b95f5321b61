import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { layers, type RNN, type SimpleRNNLayerArgs } from '@tensorflow/tfjs-layers';
import type { CallOptions } from './layer-inputs.js';
import { fusedRecurrence } from './recurrent.js';

const stock: new (args: SimpleRNNLayerArgs) => RNN = layers.simpleRNN({ units: 1, name: 'stock' }).constructor as never;

/** `tf.layers.simpleRNN` that runs a whole sequence as one kernel, forwards and backwards. */
export class SimpleRNN extends stock {
  override call(inputs: Tensor | Tensor[], kwargs: CallOptions): Tensor | Tensor[] {
    return tidy(() => fusedRecurrence(this, 'SimpleRnn', inputs, kwargs) ?? super.call(inputs, kwargs));
  }
}

/** `tf.layers.simpleRNN`, fused where the kernels are installed. */
export function simpleRNN(args: SimpleRNNLayerArgs): RNN {
  return new SimpleRNN(args);
}
