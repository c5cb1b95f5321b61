import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type LSTMLayerArgs, layers, type RNN } from '@tensorflow/tfjs-layers';
import type { CallOptions } from './layer-inputs.js';
import { fusedRecurrence } from './recurrent.js';

const stock: new (args: LSTMLayerArgs) => RNN = layers.lstm({ units: 1, name: 'stock' }).constructor as never;

/** `tf.layers.lstm` that runs a whole sequence as one kernel, forwards and backwards. */
export class LSTM extends stock {
  override call(inputs: Tensor | Tensor[], kwargs: CallOptions): Tensor | Tensor[] {
    return tidy(() => fusedRecurrence(this, 'Lstm', inputs, kwargs) ?? super.call(inputs, kwargs));
  }
}

/** `tf.layers.lstm`, fused where the kernels are installed. */
export function lstm(args: LSTMLayerArgs): RNN {
  return new LSTM(args);
}
