import { activate, type LayerCall, type LayerWriter, refuse } from './layer-call.js';
import { ints } from './onnx-graph.js';

const dense: LayerWriter = (call) => {
  const { graph, config, inputs, shapes, weights } = call;
  const units = Number(config.units);
  const [kernel, bias] = weights as [Float32Array, Float32Array?];
  const y = graph.node('MatMul', [inputs[0]!, graph.floats(kernel, [Number(shapes[0]!.at(-1)), units])]);
  return activate(
    call,
    bias === undefined ? y : graph.node('Add', [y, graph.floats(bias, [units])]),
    config.activation,
  );
};

const axesOf = (axis: unknown, rank: number): number[] =>
  (Array.isArray(axis) ? axis : [axis]).map((item) => (Number(item) < 0 ? Number(item) + rank : Number(item)));

/** x · scale + offset along one axis, from the running statistics. */
const batchNormalization: LayerWriter = ({ graph, config, inputs, shapes, weights }) => {
  const rest = [...weights];
  const gamma = config.scale === false ? undefined : rest.shift();
  const beta = config.center === false ? undefined : rest.shift();
  const [mean, variance] = rest as [Float32Array, Float32Array];
  const epsilon = Number(config.epsilon);
  const scale = variance.map((value, i) => (gamma?.[i] ?? 1) / Math.sqrt(value + epsilon));
  const offset = Float32Array.from(
    mean,
    (value, i) => (beta?.[i] ?? 0) - (value * (gamma?.[i] ?? 1)) / Math.sqrt(variance[i]! + epsilon),
  );
  const rank = shapes[0]!.length;
  const [axis] = axesOf(config.axis, rank);
  const along = Array.from({ length: rank - axis! }, (_, i) => (i === 0 ? scale.length : 1));
  const scaled = graph.node('Mul', [inputs[0]!, graph.floats(scale, along)]);
  return graph.node('Add', [scaled, graph.floats(offset, along)]);
};

const layerNormalization: LayerWriter = ({ graph, config, inputs, shapes, weights, name }) => {
  const rank = shapes[0]!.length;
  const [axis, ...others] = axesOf(config.axis, rank);
  if (others.length > 0) throw refuse(name, 'layer normalization over more than one axis is not supported');
  const size = Number(shapes[0]![axis!]);
  const rest = [...weights];
  const gamma = config.scale === false ? new Float32Array(size).fill(1) : rest.shift()!;
  const beta = config.center === false ? undefined : rest.shift();
  const last = rank - 1;
  const swap = Array.from({ length: rank }, (_, i) => (i === axis ? last : i === last ? axis! : i));
  const turn = (x: string): string => (axis === last ? x : graph.node('Transpose', [x], { perm: ints(...swap) }));
  const constants = [graph.floats(gamma, [size]), ...(beta === undefined ? [] : [graph.floats(beta, [size])])];
  return turn(
    graph.node('LayerNormalization', [turn(inputs[0]!), ...constants], { axis: -1n, epsilon: Number(config.epsilon) }),
  );
};

const globalPooling =
  (operator: 'ReduceMean' | 'ReduceMax', ...axes: number[]): LayerWriter =>
  ({ graph, inputs }) =>
    graph.node(operator, [inputs[0]!], { axes: ints(...axes), keepdims: 0n });

const merge =
  (operator: string): LayerWriter =>
  ({ graph, inputs, name, shapes }) => {
    if (shapes.some((shape) => shape.length !== shapes[0]!.length))
      throw refuse(name, 'it merges tensors of different ranks');
    return inputs.slice(1).reduce((sum, input) => graph.node(operator, [sum, input]), inputs[0]!);
  };

const reshape: LayerWriter = ({ graph, inputs, outputShape }) => {
  const open = outputShape.slice(1).filter((size) => size === null).length;
  // 0 keeps the batch; one other size may be left open.
  return graph.node('Reshape', [
    inputs[0]!,
    graph.list(0, ...outputShape.slice(1).map((size) => (size === null && open === 1 ? -1 : Number(size)))),
  ]);
};

const same: LayerWriter = ({ inputs }: LayerCall) => inputs[0]!;

/** Writers of layers that are neither convolutions nor recurrences. */
export const PLAIN_WRITERS: Readonly<Record<string, LayerWriter>> = {
  Dense: dense,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Activation: (call) => activate(call, call.inputs[0]!, call.config.activation),
  ReLU(call) {
    const { graph, config, inputs } = call;
    if (typeof config.max_value !== 'number') return graph.node('Relu', [inputs[0]!]);
    return graph.node('Clip', [inputs[0]!, graph.number(0), graph.number(config.max_value)]);
  },
  Dropout: same,
  SpatialDropout1D: same,
  GlobalAveragePooling1D: globalPooling('ReduceMean', 1),
  GlobalMaxPooling1D: globalPooling('ReduceMax', 1),
  GlobalAveragePooling2D: globalPooling('ReduceMean', 1, 2),
  GlobalMaxPooling2D: globalPooling('ReduceMax', 1, 2),
  Add: merge('Add'),
  Multiply: merge('Mul'),
  Maximum: merge('Max'),
  Minimum: merge('Min'),
  Average: (call) => call.graph.node('Mean', call.inputs),
  Concatenate: ({ graph, inputs, config }) => graph.node('Concat', inputs, { axis: BigInt(Number(config.axis)) }),
  Flatten: reshape,
  Reshape: reshape,
  Permute: ({ graph, inputs, config }) =>
    graph.node('Transpose', [inputs[0]!], { perm: ints(0, ...(config.dims as number[])) }),
};
