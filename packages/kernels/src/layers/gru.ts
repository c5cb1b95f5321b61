import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type GRULayerArgs, layers, type RNN } from '@tensorflow/tfjs-layers';
import type { CallOptions } from './layer-inputs.js';
import { fusedRecurrence } from './recurrent.js';

const stock: new (args: GRULayerArgs) => RNN = layers.gru({ units: 1, name: 'stock' }).constructor as never;

/** `tf.layers.gru` that runs a whole sequence as one kernel, forwards and backwards. */
export class GRU extends stock {
  override call(inputs: Tensor | Tensor[], kwargs: CallOptions): Tensor | Tensor[] {
    return tidy(() => fusedRecurrence(this, 'Gru', inputs, kwargs) ?? super.call(inputs, kwargs));
  }
}

/** `tf.layers.gru`, fused where the kernels are installed. */
export function gru(args: GRULayerArgs): RNN {
  return new GRU(args);
}
