import { SerError } from '@ser/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Configuration of a layer as Keras writes it, with keys in snake case. */
export type LayerConfig = Readonly<Record<string, unknown>>;

/** The first output of a layer's `call`-th call, from 0. */
export interface TensorRef {
  readonly layer: string;
  readonly call: number;
}

/** A layer and the inputs of each of its calls. */
export interface GraphLayer {
  readonly name: string;
  readonly className: string;
  readonly config: LayerConfig;
  readonly calls: readonly (readonly TensorRef[])[];
}

/** A network as a graph of layers, independent of a library. An input layer has one call without inputs. */
export interface NetworkGraph {
  readonly name: string;
  readonly layers: readonly GraphLayer[];
  readonly inputs: readonly TensorRef[];
  readonly outputs: readonly TensorRef[];
}

/** A layer of a sequential network. */
export interface ListedLayer {
  readonly className: string;
  readonly config: LayerConfig;
}

interface TfjsLayer {
  readonly name: string;
  readonly class_name: string;
  readonly config: LayerConfig;
  readonly inbound_nodes: readonly (readonly [string, number, number, ...unknown[]][])[];
}

interface TfjsConfig {
  readonly name: string;
  readonly layers: readonly TfjsLayer[];
  readonly input_layers: readonly [string, number, number][];
  readonly output_layers: readonly [string, number, number][];
}

function refOf([layer, call, tensor]: readonly [string, number, number, ...unknown[]]): TensorRef {
  if (tensor !== 0)
    throw new SerError('INVALID_MODEL', `layer ${layer}: only its first output is supported, got output ${tensor}`);
  return { layer, call };
}

/** Returns a sequential network as a graph; `inputShape` (with the batch) is used if it has no input layer. */
export function sequentialGraph(
  name: string,
  listed: readonly ListedLayer[],
  inputShape: readonly (number | null)[] | undefined,
): NetworkGraph {
  const hasInput = listed[0]?.className === 'InputLayer';
  const input = { className: 'InputLayer', config: { name: `${name}_input`, batch_input_shape: inputShape } };
  const layers: GraphLayer[] = [];
  for (const { className, config } of hasInput ? listed : [input, ...listed]) {
    const before = layers.at(-1);
    const calls = before === undefined ? [[]] : [[{ layer: before.name, call: 0 }]];
    layers.push({ name: String(config.name), className, config, calls });
  }
  const end = (layer: GraphLayer | undefined): TensorRef[] => [{ layer: layer?.name ?? '', call: 0 }];
  return { name, layers, inputs: end(layers[0]), outputs: end(layers.at(-1)) };
}

/** Adds a field that tfjs omits: the depth multiplier of a separable convolution. */
function completeConfig(network: LayersModel, { class_name, config }: TfjsLayer): LayerConfig {
  if (class_name !== 'SeparableConv2D') return config;
  const layer = network.getLayer(String(config.name)) as LayersModel['layers'][number] & {
    readonly depthMultiplier: number;
  };
  return { ...config, depth_multiplier: layer.depthMultiplier };
}

/** Returns the graph of a network of tfjs-layers, with the layers in the order of `network.layers`. */
export function readNetworkGraph(network: LayersModel): NetworkGraph {
  const json = network.toJSON(null, false) as object as { class_name: string; config: TfjsConfig };
  const { name, layers, input_layers, output_layers } = json.config;
  if (json.class_name === 'Sequential')
    return sequentialGraph(
      name,
      layers.map((layer) => ({ className: layer.class_name, config: completeConfig(network, layer) })),
      network.inputs[0]?.shape,
    );
  return {
    name,
    layers: layers.map((layer) => ({
      name: layer.name,
      className: layer.class_name,
      config: completeConfig(network, layer),
      calls: layer.inbound_nodes.length === 0 ? [[]] : layer.inbound_nodes.map((node) => node.map(refOf)),
    })),
    inputs: input_layers.map(refOf),
    outputs: output_layers.map(refOf),
  };
}
