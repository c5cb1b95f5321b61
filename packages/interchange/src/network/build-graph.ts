import { SerError } from '@ser/core';
import { dispose, serialization, tensor } from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { GraphLayer, LayerConfig, NetworkGraph, TensorRef } from './network-graph.js';

/** Sets up a layer's weights before it is built, and gives their values. */
export type WeightsFor = (layer: GraphLayer, inputShape: readonly (number | null)[]) => readonly Float32Array[];

const camelCase = (text: string): string => text.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A configuration in tfjs' own spelling: keys and enumerated values in camel case, absent values left out. */
function tfjsConfig(value: unknown, key?: string): unknown {
  if (typeof value === 'string') return key === 'name' || key === 'class_name' ? value : camelCase(value);
  if (Array.isArray(value)) return value.map((item) => tfjsConfig(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([name, item]) => [camelCase(name), tfjsConfig(item, name)]));
}

function createLayer(className: string, config: LayerConfig): tfl.layers.Layer {
  const found = serialization.SerializationMap.getMap().classNameMap[className];
  if (found === undefined) throw new SerError('INVALID_MODEL', `TensorFlow.js has no layer ${className}`);
  const [type, fromConfig] = found;
  const layer = fromConfig(type, tfjsConfig(config) as serialization.ConfigDict) as unknown as tfl.layers.Layer;
  // The weights are set below, whatever they begin as.
  layer.setFastWeightInitDuringBuild(true);
  return layer;
}

/** Layers so that each comes after those that it reads. */
function inOrder(layers: readonly GraphLayer[]): GraphLayer[] {
  const done = new Set<string>();
  const ordered: GraphLayer[] = [];
  let waiting = [...layers];
  while (waiting.length > 0) {
    const ready = waiting.filter(({ calls, name }) =>
      calls.flat().every((ref) => done.has(ref.layer) || ref.layer === name),
    );
    if (ready.length === 0)
      throw new SerError('INVALID_MODEL', `layer ${waiting[0]!.name} reads a layer that is missing or follows on it`);
    for (const layer of ready) done.add(layer.name);
    ordered.push(...ready);
    waiting = waiting.filter(({ name }) => !done.has(name));
  }
  return ordered;
}

/**
 * Builds a graph whose configurations are complete as a network of tfjs-layers.
 *
 * @throws SerError `INVALID_MODEL` that names the layer which cannot be built.
 */
export function buildGraph(graph: NetworkGraph, weightsFor: WeightsFor): tfl.LayersModel {
  const made = new Map<string, tfl.SymbolicTensor[]>();
  const built: tfl.layers.Layer[] = [];
  const at = ({ layer, call }: TensorRef): tfl.SymbolicTensor => {
    const tensor = made.get(layer)?.[call];
    if (tensor === undefined) throw new SerError('INVALID_MODEL', `layer ${layer} is not used a ${call + 1}. time`);
    return tensor;
  };
  try {
    for (const layer of inOrder(graph.layers)) made.set(layer.name, buildLayer(layer, at, built, weightsFor));
    const inputs = graph.inputs.map(at);
    const outputs = graph.outputs.map(at);
    return tfl.model({ inputs, outputs, name: graph.name });
  } catch (cause) {
    for (const layer of built) if (layer.built) layer.dispose();
    throw cause;
  }
}

function buildLayer(
  layer: GraphLayer,
  at: (ref: TensorRef) => tfl.SymbolicTensor,
  built: tfl.layers.Layer[],
  weightsFor: WeightsFor,
): tfl.SymbolicTensor[] {
  if (layer.className === 'InputLayer') {
    const batchShape = layer.config.batch_input_shape as (number | null)[];
    return [tfl.input({ batchShape, name: layer.name, dtype: 'float32' })];
  }
  const reads = layer.calls.map((call) => call.map(at));
  const input = reads[0]?.[0];
  if (input === undefined) throw new SerError('INVALID_MODEL', `layer ${layer.name} reads nothing`);
  const weights = weightsFor(layer, input.shape);
  try {
    const made = createLayer(layer.className, layer.config);
    built.push(made);
    const outputs = reads.map((tensors) => made.apply(tensors.length === 1 ? tensors[0]! : tensors));
    setWeights(made, weights);
    return outputs as tfl.SymbolicTensor[];
  } catch (cause) {
    if (cause instanceof SerError) throw cause;
    const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new SerError('INVALID_MODEL', `layer ${layer.name} cannot be built: ${reason}`, { cause });
  }
}

function setWeights(layer: tfl.layers.Layer, values: readonly Float32Array[]): void {
  if (values.length === 0) return;
  const tensors = layer.weights.map(({ shape }, index) => tensor(values[index]!, shape as number[]));
  layer.setWeights(tensors);
  dispose(tensors);
}
