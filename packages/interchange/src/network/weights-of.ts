import { SerError } from '@ser/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { GraphLayer, NetworkGraph, TensorRef } from './network-graph.js';

const layerOf = (network: LayersModel, name: string): LayersModel['layers'][number] | undefined =>
  network.layers.find((layer) => layer.name === name);

/** Returns the values of a layer's weights, in the order of tfjs. */
export function weightsOf(network: LayersModel, layer: GraphLayer): Float32Array[] {
  const weights = layerOf(network, layer.name)?.getWeights() ?? [];
  return weights.map((weight) => {
    const values = weight.dataSync();
    if (!(values instanceof Float32Array))
      throw new SerError('INVALID_MODEL', `layer ${layer.name}: a weight has the type ${weight.dtype}, not float32`);
    return values.slice();
  });
}

/** Returns a function for the output shapes of a network's layers, with the batch. */
export function shapesOf(network: LayersModel, graph: NetworkGraph): (ref: TensorRef) => (number | null)[] {
  const inputs = new Map(graph.inputs.map((ref, index) => [ref.layer, network.inputs[index]!.shape]));
  return ({ layer, call }) => {
    const input = inputs.get(layer);
    if (input !== undefined) return input;
    const output = layerOf(network, layer)!.getOutputAt(call);
    return Array.isArray(output) ? output[0]!.shape : output.shape;
  };
}
