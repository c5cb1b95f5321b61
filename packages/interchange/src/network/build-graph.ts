import { SerError } from '@ser/core';
import { serialization } from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type { GraphLayer, LayerConfig, NetworkGraph, TensorRef } from './network-graph.js';

/** Most layers that a graph may have; ordering them takes quadratic time. */
const MAX_LAYERS = 4096;
/** Most values that a layer may output for one example, 1 GB of float32. */
const MAX_OUTPUT = 2 ** 28;

/** Finds the weights of a layer, before the layer is built. */
export type FindWeights<T> = (layer: GraphLayer, inputShape: readonly (number | null)[]) => T;

/** A network whose weights are still to be set. */
export interface BuiltGraph<T> {
  readonly network: tfl.LayersModel;
  readonly layers: readonly { readonly layer: tfl.layers.Layer; readonly weights: T }[];
}

const camelCase = (text: string): string => text.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Returns a configuration as tfjs spells it: keys and enumerated values in camel case, without null values. */
function tfjsConfig(value: unknown, key?: string): unknown {
  if (typeof value === 'string') return key === 'name' || key === 'class_name' ? value : camelCase(value);
  if (Array.isArray(value)) return value.map((item) => tfjsConfig(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([name, item]) => [camelCase(name), tfjsConfig(item, name)]));
}

function createLayer(className: string, config: LayerConfig): tfl.layers.Layer {
  const { classNameMap } = serialization.SerializationMap.getMap();
  const found = Object.hasOwn(classNameMap, className) ? classNameMap[className] : undefined;
  if (found === undefined) throw new SerError('INVALID_MODEL', `TensorFlow.js has no layer ${className}`);
  const [type, fromConfig] = found;
  const layer = fromConfig(type, tfjsConfig(config) as serialization.ConfigDict) as unknown as tfl.layers.Layer;
  // The weights are set later, so their initial values do not matter.
  layer.setFastWeightInitDuringBuild(true);
  return layer;
}

/** Orders layers so that each follows the layers that it reads. */
function inOrder(layers: readonly GraphLayer[]): GraphLayer[] {
  if (layers.length > MAX_LAYERS)
    throw new SerError('INVALID_MODEL', `the network has ${layers.length} layers, at most ${MAX_LAYERS}`);
  const done = new Set<string>();
  const ordered: GraphLayer[] = [];
  let waiting = [...layers];
  while (waiting.length > 0) {
    const ready = waiting.filter(({ calls, name }) =>
      calls.flat().every((ref) => done.has(ref.layer) || ref.layer === name),
    );
    if (ready.length === 0)
      throw new SerError('INVALID_MODEL', `layer ${waiting[0]!.name} reads a layer that is missing or depends on it`);
    for (const layer of ready) done.add(layer.name);
    ordered.push(...ready);
    waiting = waiting.filter(({ name }) => !done.has(name));
  }
  return ordered;
}

/**
 * Builds a graph with complete configurations as a network of tfjs-layers.
 *
 * @throws SerError `INVALID_MODEL` that names the layer that cannot be built.
 */
export function buildGraph<T>(graph: NetworkGraph, find: FindWeights<T>): BuiltGraph<T> {
  const made = new Map<string, tfl.SymbolicTensor[]>();
  const built: { layer: tfl.layers.Layer; weights: T }[] = [];
  const at = ({ layer, call }: TensorRef): tfl.SymbolicTensor => {
    const tensor = made.get(layer)?.[call];
    if (tensor === undefined) throw new SerError('INVALID_MODEL', `layer ${layer} has no call ${call}`);
    return tensor;
  };
  try {
    for (const layer of inOrder(graph.layers)) made.set(layer.name, buildLayer(layer, at, built, find));
    const inputs = graph.inputs.map(at);
    const outputs = graph.outputs.map(at);
    return { network: tfl.model({ inputs, outputs, name: graph.name }), layers: built };
  } catch (cause) {
    for (const { layer } of built) if (layer.built) layer.dispose();
    if (cause instanceof SerError) throw cause;
    throw new SerError('INVALID_MODEL', `the network cannot be built: ${reasonOf(cause)}`, { cause });
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]!;

function buildLayer<T>(
  layer: GraphLayer,
  at: (ref: TensorRef) => tfl.SymbolicTensor,
  built: { layer: tfl.layers.Layer; weights: T }[],
  find: FindWeights<T>,
): tfl.SymbolicTensor[] {
  if (layer.className === 'InputLayer') {
    const batchShape = layer.config.batch_input_shape as (number | null)[];
    return [tfl.input({ batchShape, name: layer.name, dtype: 'float32' })];
  }
  const reads = layer.calls.map((call) => call.map(at));
  const input = reads[0]?.[0];
  if (input === undefined) throw new SerError('INVALID_MODEL', `layer ${layer.name} has no input`);
  const weights = find(layer, input.shape);
  try {
    const made = createLayer(layer.className, layer.config);
    built.push({ layer: made, weights });
    const outputs = reads.map((tensors) => made.apply(tensors.length === 1 ? tensors[0]! : tensors));
    for (const { shape } of outputs as tfl.SymbolicTensor[]) {
      const size = shape.reduce<number>((product, length) => product * (length ?? 1), 1);
      if (size > MAX_OUTPUT) throw new Error(`its output has the shape [${shape.join(', ')}]`);
    }
    return outputs as tfl.SymbolicTensor[];
  } catch (cause) {
    if (cause instanceof SerError) throw cause;
    throw new SerError('INVALID_MODEL', `layer ${layer.name} cannot be built: ${reasonOf(cause)}`, { cause });
  }
}
