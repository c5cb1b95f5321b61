import { SerError } from '@ser/core';
import type { LayerConfig } from '../network/network-graph.js';
import type { OnnxGraph } from './onnx-graph.js';

type Sizes = readonly (number | null)[];

/** One call of a layer, to be written as nodes. */
export interface LayerCall {
  readonly graph: OnnxGraph;
  readonly name: string;
  readonly config: LayerConfig;
  /** Names of its input values. */
  readonly inputs: readonly string[];
  /** Their shapes, with the batch. */
  readonly shapes: readonly Sizes[];
  readonly outputShape: Sizes;
  readonly weights: readonly Float32Array[];
}

/** Adds the nodes of a layer and returns the name of its output. */
export type LayerWriter = (call: LayerCall) => string;

export const refuse = (layer: string, reason: string): SerError =>
  new SerError('INVALID_MODEL', `layer ${layer}: ${reason}`);

const OPERATORS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    relu: 'Relu',
    sigmoid: 'Sigmoid',
    tanh: 'Tanh',
    elu: 'Elu',
    selu: 'Selu',
    softplus: 'Softplus',
    softsign: 'Softsign',
    hard_sigmoid: 'HardSigmoid', // both max(0, min(1, 0.2 x + 0.5)) by default
  }),
);

/** Adds an activation, by its name in Keras and tfjs. */
export function activate({ graph, name }: LayerCall, x: string, activation: unknown): string {
  if (activation === 'linear') return x;
  if (activation === 'softmax') return graph.node('Softmax', [x], { axis: -1n });
  if (activation === 'swish') return graph.node('Mul', [x, graph.node('Sigmoid', [x])]);
  if (activation === 'relu6') return graph.node('Clip', [x, graph.number(0), graph.number(6)]);
  const operator = OPERATORS.get(String(activation));
  if (operator === undefined) throw refuse(name, `the activation ${String(activation)} does not exist in ONNX`);
  return graph.node(operator, [x]);
}

/** Returns a size that must be the same in every batch. */
export function fixedSize(name: string, size: number | null | undefined, what: string): number {
  if (size === null || size === undefined) throw refuse(name, `${what} must be fixed for ONNX`);
  return size;
}

/** Returns a number for each axis, from a list or from one number for all axes. */
export const perAxis = (value: unknown, rank: number): number[] =>
  Array.isArray(value) ? value.map(Number) : Array(rank).fill(Number(value));
