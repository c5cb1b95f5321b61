import { SerError } from '@ser/core';
import type { LayerConfig } from '../network/network-graph.js';

/** One weight of a layer. */
export interface WeightSlot {
  /** Its path in the layer's folder of a Keras 3 file: `vars/0`, `cell/vars/0`, `forward_layer/cell/vars/0`. */
  readonly path: string;
  /** Its path in the layer's group of a Keras 2 file. */
  readonly name: string;
  readonly shape: readonly number[];
}

type Sizes = readonly (number | null)[];
type Named = readonly (readonly [name: string, shape: readonly number[]])[];

const sizesOf = (value: unknown, rank: number): number[] =>
  Array.isArray(value) ? value.map(Number) : Array(rank).fill(Number(value));

function axisSizes(axis: unknown, shape: Sizes): number[] {
  const axes = Array.isArray(axis) ? axis : [axis];
  return axes.map((item) => Number(shape[Number(item) < 0 ? Number(item) + shape.length : Number(item)]));
}

const optional = (when: unknown, name: string, shape: readonly number[]): Named => (when ? [[name, shape]] : []);

const recurrent =
  (gates: number) =>
  (config: LayerConfig, shape: Sizes): Named => {
    const units = Number(config.units);
    return [
      ['kernel', [Number(shape[2]), gates * units]],
      ['recurrent_kernel', [units, gates * units]],
      ...optional(config.use_bias, 'bias', [gates * units]),
    ];
  };

const convolution =
  (rank: number) =>
  (config: LayerConfig, shape: Sizes): Named => {
    const filters = Number(config.filters);
    return [
      ['kernel', [...sizesOf(config.kernel_size, rank), Number(shape[rank + 1]), filters]],
      ...optional(config.use_bias, 'bias', [filters]),
    ];
  };

const depthwise = (config: LayerConfig, shape: Sizes): [string, number[]] => [
  'depthwise_kernel',
  [...sizesOf(config.kernel_size, 2), Number(shape[3]), Number(config.depth_multiplier)],
];

const scaled = (config: LayerConfig, sizes: readonly number[]): Named => [
  ...optional(config.scale, 'gamma', sizes),
  ...optional(config.center, 'beta', sizes),
];

/** The weights of each class, in the order of tfjs and Keras; other classes have none. */
const WEIGHTS: Readonly<Record<string, (config: LayerConfig, shape: Sizes) => Named>> = {
  Dense: (config, shape) => [
    ['kernel', [Number(shape.at(-1)), Number(config.units)]],
    ...optional(config.use_bias, 'bias', [Number(config.units)]),
  ],
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  DepthwiseConv2D: (config, shape) => [
    depthwise(config, shape),
    ...optional(config.use_bias, 'bias', [Number(shape[3]) * Number(config.depth_multiplier)]),
  ],
  SeparableConv2D: (config, shape) => [
    depthwise(config, shape),
    ['pointwise_kernel', [1, 1, Number(shape[3]) * Number(config.depth_multiplier), Number(config.filters)]],
    ...optional(config.use_bias, 'bias', [Number(config.filters)]),
  ],
  BatchNormalization: (config, shape) => {
    const sizes = axisSizes(config.axis, shape);
    return [...scaled(config, sizes), ['moving_mean', sizes], ['moving_variance', sizes]];
  },
  LayerNormalization: (config, shape) => scaled(config, axisSizes(config.axis, shape)),
  SimpleRNN: recurrent(1),
  GRU: recurrent(3),
  LSTM: recurrent(4),
};

const CELLS: Readonly<Record<string, string>> = { SimpleRNN: 'simple_rnn_cell', GRU: 'gru_cell', LSTM: 'lstm_cell' };

function slots(className: string, config: LayerConfig, shape: Sizes, folder: string, scope: string): WeightSlot[] {
  const cell = CELLS[className];
  const named = WEIGHTS[className]?.(config, shape) ?? [];
  return named.map(([name, size], index) => ({
    path: `${folder}${cell === undefined ? '' : 'cell/'}vars/${index}`,
    name: `${scope}${cell === undefined ? '' : `${cell}/`}${name}`,
    shape: size,
  }));
}

/**
 * Returns the weights of a layer.
 *
 * @param config as {@link readLayerConfig} returns it.
 * @param shape of its first input, with the batch.
 * @throws SerError `INVALID_MODEL` that names the layer if a size is undefined.
 */
export function weightSlots(className: string, config: LayerConfig, shape: Sizes): WeightSlot[] {
  let found: WeightSlot[];
  if (className === 'Bidirectional') {
    const inner = config.layer as { class_name: string; config: LayerConfig };
    found = ['forward', 'backward'].flatMap((way) =>
      slots(inner.class_name, inner.config, shape, `${way}_layer/`, `${way}_${inner.config.name}/`),
    );
  } else found = slots(className, config, shape, '', '');
  for (const { name, shape: sizes } of found)
    if (!sizes.every((size) => Number.isSafeInteger(size) && size > 0))
      throw new SerError('INVALID_MODEL', `layer ${config.name}: ${name} would have the shape [${sizes.join(', ')}]`);
  return found;
}

/** Returns the folders that Keras 3 gives to layers: the class in snake case, numbered from the second on. */
export function layerFolders(classNames: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return classNames.map((className) => {
    const name = className
      .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase();
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return `layers/${name}${count === 0 ? '' : `_${count}`}`;
  });
}
