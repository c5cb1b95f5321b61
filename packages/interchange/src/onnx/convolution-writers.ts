import { activate, fixedSize, type LayerCall, type LayerWriter, perAxis } from './layer-call.js';
import { ints } from './onnx-graph.js';

/** Axes that move the channels of an image or sequence from last to first, and back. */
const toFirst = (rank: number): bigint[] => ints(0, rank + 1, ...Array.from({ length: rank }, (_, i) => i + 1));
const toLast = (rank: number): bigint[] => ints(0, ...Array.from({ length: rank }, (_, i) => i + 2), 1);

/** Returns the padding before and after each axis, as TensorFlow pads. */
function pads(call: LayerCall, kernel: readonly number[], strides: readonly number[], dilations: readonly number[]) {
  const { config, name, shapes } = call;
  const both = kernel.map((taps, axis) => {
    const reach = (taps - 1) * dilations[axis]!;
    if (config.padding === 'causal') return [reach, 0] as const;
    if (config.padding !== 'same') return [0, 0] as const;
    const stride = strides[axis]!;
    const size = shapes[0]![axis + 1];
    const extent = stride === 1 ? 1 : fixedSize(name, size, `the size of axis ${axis + 1} of its input`);
    const steps = Math.ceil(extent / stride);
    const total = Math.max(0, (steps - 1) * stride + reach + 1 - extent);
    return [Math.floor(total / 2), Math.ceil(total / 2)] as const;
  });
  return ints(...both.map(([before]) => before), ...both.map(([, after]) => after));
}

/** Returns a kernel [...taps, inputs, outputs] as [outputs, inputs, ...taps]. */
function kernelFirst(values: Float32Array, taps: number, inputs: number, outputs: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let tap = 0; tap < taps; tap++)
    for (let i = 0; i < inputs; i++)
      for (let o = 0; o < outputs; o++)
        turned[(o * inputs + i) * taps + tap] = values[(tap * inputs + i) * outputs + o]!;
  return turned;
}

/** Returns a depthwise kernel [...taps, inputs, multiplier] as [inputs · multiplier, 1, ...taps]. */
function depthwiseFirst(values: Float32Array, taps: number, outputs: number): Float32Array {
  return kernelFirst(values, taps, 1, outputs);
}

interface Geometry {
  readonly rank: number;
  readonly kernel: number[];
  readonly strides: number[];
  readonly dilations: number[];
  readonly channels: number;
}

function geometry({ config, shapes }: LayerCall): Geometry {
  const rank = shapes[0]!.length - 2;
  return {
    rank,
    kernel: perAxis(config.kernel_size, rank),
    strides: perAxis(config.strides, rank),
    dilations: perAxis(config.dilation_rate, rank),
    channels: Number(shapes[0]!.at(-1)),
  };
}

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

const isPointwise = ({ kernel, strides }: Geometry): boolean => [...kernel, ...strides].every((size) => size === 1);

const convolution: LayerWriter = (call) => {
  const { graph, config, inputs, weights } = call;
  const shape = geometry(call);
  const { rank, kernel, strides, dilations, channels } = shape;
  const filters = Number(config.filters);
  const [values, bias] = weights as [Float32Array, Float32Array?];
  if (isPointwise(shape)) {
    const y = graph.node('MatMul', [inputs[0]!, graph.floats(values, [channels, filters])]);
    const sum = bias === undefined ? y : graph.node('Add', [y, graph.floats(bias, [filters])]);
    return activate(call, sum, config.activation);
  }
  const x = graph.node('Transpose', [inputs[0]!], { perm: toFirst(rank) });
  const w = graph.floats(kernelFirst(values, product(kernel), channels, filters), [filters, channels, ...kernel]);
  const y = graph.node('Conv', [x, w, ...(bias === undefined ? [] : [graph.floats(bias, [filters])])], {
    kernel_shape: ints(...kernel),
    strides: ints(...strides),
    dilations: ints(...dilations),
    pads: pads(call, kernel, strides, dilations),
  });
  return activate(call, graph.node('Transpose', [y], { perm: toLast(rank) }), config.activation);
};

/** Convolves each channel separately, [batch, channels, ...] → [batch, channels · multiplier, ...]. */
function depthwise(call: LayerCall, x: string, bias: Float32Array | undefined): string {
  const { graph, config, weights } = call;
  const { kernel, strides, dilations, channels } = geometry(call);
  const outputs = channels * Number(config.depth_multiplier);
  const w = graph.floats(depthwiseFirst(weights[0]!, product(kernel), outputs), [outputs, 1, ...kernel]);
  return graph.node('Conv', [x, w, ...(bias === undefined ? [] : [graph.floats(bias, [outputs])])], {
    kernel_shape: ints(...kernel),
    strides: ints(...strides),
    dilations: ints(...dilations),
    pads: pads(call, kernel, strides, dilations),
    group: BigInt(channels),
  });
}

const depthwiseConvolution: LayerWriter = (call) => {
  const x = call.graph.node('Transpose', [call.inputs[0]!], { perm: toFirst(2) });
  const y = depthwise(call, x, call.weights[1]);
  return activate(call, call.graph.node('Transpose', [y], { perm: toLast(2) }), call.config.activation);
};

const separableConvolution: LayerWriter = (call) => {
  const { graph, config, weights } = call;
  const { channels } = geometry(call);
  const x = graph.node('Transpose', [call.inputs[0]!], { perm: toFirst(2) });
  const y = graph.node('Transpose', [depthwise(call, x, undefined)], { perm: toLast(2) });
  const filters = Number(config.filters);
  const pointwise = graph.floats(weights[1]!, [channels * Number(config.depth_multiplier), filters]);
  const mixed = graph.node('MatMul', [y, pointwise]);
  const bias = weights[2];
  const sum = bias === undefined ? mixed : graph.node('Add', [mixed, graph.floats(bias, [filters])]);
  return activate(call, sum, config.activation);
};

const pooling =
  (operator: 'MaxPool' | 'AveragePool'): LayerWriter =>
  (call) => {
    const { graph, config, shapes } = call;
    const rank = shapes[0]!.length - 2;
    const kernel = perAxis(config.pool_size, rank);
    const strides = perAxis(config.strides ?? config.pool_size, rank);
    const x = graph.node('Transpose', [call.inputs[0]!], { perm: toFirst(rank) });
    const y = graph.node(operator, [x], {
      kernel_shape: ints(...kernel),
      strides: ints(...strides),
      pads: pads(call, kernel, strides, Array(rank).fill(1)),
    });
    return graph.node('Transpose', [y], { perm: toLast(rank) });
  };

/** Writers of convolutions and of pooling over windows. */
export const CONVOLUTION_WRITERS: Readonly<Record<string, LayerWriter>> = {
  Conv1D: convolution,
  Conv2D: convolution,
  DepthwiseConv2D: depthwiseConvolution,
  SeparableConv2D: separableConvolution,
  MaxPooling1D: pooling('MaxPool'),
  MaxPooling2D: pooling('MaxPool'),
  AveragePooling1D: pooling('AveragePool'),
  AveragePooling2D: pooling('AveragePool'),
};
