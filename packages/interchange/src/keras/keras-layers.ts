import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type GraphLayer, type NetworkGraph, readNetworkGraph, type TensorRef } from '../network/network-graph.js';
import { shapesOf, weightsOf } from '../network/weights-of.js';
import { readLayerConfig } from './layer-catalog.js';

type Sizes = readonly (number | null)[];

/** A network in layers that Keras has. */
export interface KerasNetwork {
  readonly graph: NetworkGraph;
  shapeOf(ref: TensorRef): Sizes;
  weightsOf(layer: string): readonly Float32Array[];
  /** The layer of the original network that these weights are of; `undefined` for constants of a layer that stands in. */
  ownerOf(layer: string): string | undefined;
}

/** A stock layer that stands for a part of one of ours. */
interface Part {
  /** Appended to the layer's name; the last part has none, so that others find it under that name. */
  readonly suffix: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Suffixes of the parts that it reads; `undefined` is the layer's own input. */
  readonly reads: readonly (string | undefined)[];
  readonly weights?: readonly Float32Array[];
  readonly shape: Sizes;
}

function identity(size: number): Float32Array {
  const matrix = new Float32Array(size * size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = 1;
  return matrix;
}

/**
 * A recurrence that runs backwards and passes each step on unchanged: with a linear activation, the identity as kernel
 * and no weight on its state, its sequence is the input in reverse, exactly.
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

/** Our layers that stock ones can stand for. */
const EXPANSIONS: Readonly<Record<string, Expansion>> = {
  ReverseTime: reverseParts,
  AttentionPooling: attentionParts,
};

/**
 * A network as Keras will have it: stock layers with complete configurations, and layers of our own made of stock ones.
 *
 * @param hardSigmoid whether that activation is refused, being `different` in Keras 3; weights are the `same`.
 * @throws SerError `INVALID_MODEL` that names a layer which Keras lacks.
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
    const expansion = Object.hasOwn(EXPANSIONS, layer.className) ? EXPANSIONS[layer.className] : undefined;
    const [call] = layer.calls;
    const input = call?.[0];
    // A second input is a mask, which the stock layers do not take.
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
