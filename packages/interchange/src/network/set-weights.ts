import { dispose, tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';

/** Sets the weights of a built layer from values in the order of tfjs. */
export function setWeights(layer: layers.Layer, values: readonly Float32Array[]): void {
  if (values.length === 0) return;
  const tensors = layer.weights.map(({ shape }, index) => tensor(values[index]!, shape as number[]));
  layer.setWeights(tensors);
  dispose(tensors);
}
