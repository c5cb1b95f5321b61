import type { LayersModel } from '@tensorflow/tfjs-layers';
import { readLayerConfig } from '../network/layer-catalog.js';
import { type GraphLayer, type NetworkGraph, readNetworkGraph, type TensorRef } from '../network/network-graph.js';
import { shapesOf, weightsOf } from '../network/weights-of.js';

type Sizes = readonly (number | null)[];

/** A network in layers of Keras. */
export interface KerasNetwork {
  readonly graph: NetworkGraph;
  shapeOf(ref: TensorRef): Sizes;
  weightsOf(layer: string): readonly Float32Array[];
  /** Name of the original layer that owns these weights; undefined for the constants of a substitute layer. */
  ownerOf(layer: string): string | undefined;
}

/** A stock layer that computes a part of one of our layers. */
interface Part {
  /** Appended to the layer's name. The last part has none, so that other layers find it under the original name. */
  readonly suffix: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Suffixes of the parts that it reads; undefined stands for the input of the layer. */
  readonly reads: readonly (string | undefined)[];
  readonly weights?: readonly Float32Array[] | undefined;
  readonly shape: Sizes;
}

function identity(size: number): Float32Array {
  const matrix = new Float32Array(size * size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = 1;
  return matrix;
}

/**
 * Returns a recurrence that runs backwards and passes each step on unchanged. With a linear activation, the identity as
 * kernel and no weight on its state, its sequence is exactly the reversed input.
 */
function reverseParts(shape: Sizes): Part[] {
  const units = shape[2]!;
  const config = {
    units,
    activation: 'linear',
    use_bias: false,
    return_sequences: true,
    go_backwards: true,
    trainable: false,
  };
  const weights = [identity(units), new Float32Array(units * units)];
  return [{ suffix: '', className: 'SimpleRNN', config, reads: [undefined], weights, shape }];
}

/** score = f(h · w), a = softmax over time, Σ a · h. */
function attentionParts(shape: Sizes, layer: GraphLayer, weights: readonly Float32Array[]): Part[] {
  const [batch = null, steps = null, units = null] = shape;
  const activation = String(layer.config.score_activation);
  const [row, column]: Sizes[] = [
    [batch, 1, steps],
    [batch, steps, 1],
  ];
  const score = { units: 1, activation, use_bias: false };
  return [
    { suffix: '_score', className: 'Dense', config: score, reads: [undefined], weights, shape: column! },
    { suffix: '_row', className: 'Permute', config: { dims: [2, 1] }, reads: ['_score'], shape: row! },
    { suffix: '_weights', className: 'Activation', config: { activation: 'softmax' }, reads: ['_row'], shape: row! },
    {
      suffix: '_sum',
      className: 'Dot',
      config: { axes: [2, 1] },
      reads: ['_weights', undefined],
      shape: [batch, 1, units],
    },
    { suffix: '', className: 'Flatten', config: {}, reads: ['_sum'], shape: [batch, units] },
  ];
}

type Expansion = (shape: Sizes, layer: GraphLayer, weights: readonly Float32Array[]) => Part[];

/** Our layers that stock layers can replace. */
const EXPANSIONS: ReadonlyMap<string, Expansion> = new Map([
  ['ReverseTime', reverseParts],
  ['AttentionPooling', attentionParts],
]);

/**
 * Returns a network in layers of Keras: stock layers with complete configurations, and stock layers in place of ours.
 *
 * @param hardSigmoid `different` refuses that activation, which Keras 3 computes differently; `same` accepts it.
 * @throws SerError `INVALID_MODEL` that names a layer that Keras lacks.
 */
export function kerasNetwork(network: LayersModel, hardSigmoid: 'same' | 'different' = 'different'): KerasNetwork {
  const graph = readNetworkGraph(network);
  const shapes = shapesOf(network, graph);
  const weights = new Map<string, readonly Float32Array[]>();
  const partShapes = new Map<string, Sizes>();
  const layers: GraphLayer[] = [];
  const owners = new Map<string, string>();
  const add = (layer: GraphLayer, values: readonly Float32Array[], owner?: string): void => {
    layers.push({ ...layer, config: readLayerConfig(layer, { hardSigmoid }) });
    weights.set(layer.name, values);
    if (owner !== undefined) owners.set(layer.name, owner);
  };
  for (const layer of graph.layers) {
    const values = weightsOf(network, layer);
    const expansion = EXPANSIONS.get(layer.className);
    const [call] = layer.calls;
    const input = call?.[0];
    // A second input is a mask, which the stock layers do not accept.
    if (expansion === undefined || layer.calls.length > 1 || call?.length !== 1 || input === undefined) {
      add(layer, values, layer.name);
      continue;
    }
    for (const part of expansion(shapes(input), layer, values)) {
      const name = `${layer.name}${part.suffix}`;
      const reads = part.reads.map((s) => (s === undefined ? input : { layer: `${layer.name}${s}`, call: 0 }));
      const { trainable = true } = layer.config;
      add(
        { name, className: part.className, config: { trainable, ...part.config, name }, calls: [reads] },
        part.weights ?? [],
        part.weights === values ? layer.name : undefined,
      );
      if (part.suffix !== '') partShapes.set(name, part.shape);
    }
  }
  return {
    graph: { ...graph, layers },
    shapeOf: (ref) => partShapes.get(ref.layer) ?? shapes(ref),
    weightsOf: (layer) => weights.get(layer) ?? [],
    ownerOf: (layer) => owners.get(layer),
  };
}
