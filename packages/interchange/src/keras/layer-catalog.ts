import { SerError } from '@ser/core';
import type { GraphLayer, LayerConfig } from '../network/network-graph.js';

/** What a field of a configuration may be, and what it is where a file leaves it out. */
type Field =
  | { readonly kind: 'value'; readonly absent?: unknown }
  /** A setting that only one library has, which must be at the value that the other one always has. */
  | { readonly kind: 'only'; readonly allowed: readonly unknown[] }
  /** One of some words, which both are told. */
  | { readonly kind: 'word'; readonly words: readonly unknown[] }
  | { readonly kind: 'activation'; readonly absent: string }
  | { readonly kind: 'initializer' }
  | { readonly kind: 'regularizer' }
  | { readonly kind: 'layer' };

const value = (absent?: unknown): Field => ({ kind: 'value', absent });
const only = (...allowed: unknown[]): Field => ({ kind: 'only', allowed });
const word = (...words: unknown[]): Field => ({ kind: 'word', words });
const activation = (absent = 'linear'): Field => ({ kind: 'activation', absent });
const initializer: Field = { kind: 'initializer' };
const regularizer: Field = { kind: 'regularizer' };

const weight = (name: string): Record<string, Field> => ({
  [`${name}_initializer`]: initializer,
  [`${name}_regularizer`]: regularizer,
  [`${name}_constraint`]: only(null),
});

const channelsLast = { data_format: word('channels_last') };
const bias = { use_bias: value(true), ...weight('bias') };
const quiet = { activity_regularizer: only(null) };

const convolution = (rank: 1 | 2): Record<string, Field> => ({
  filters: value(),
  kernel_size: value(),
  strides: value(Array(rank).fill(1)),
  padding: rank === 1 ? word('valid', 'same', 'causal') : word('valid', 'same'),
  ...channelsLast,
  dilation_rate: value(Array(rank).fill(1)),
  groups: only(1),
  activation: activation(),
  ...bias,
  ...quiet,
});

const { filters: _, ...depthwise } = convolution(2);

const recurrent: Record<string, Field> = {
  units: value(),
  activation: activation('tanh'),
  ...weight('kernel'),
  ...weight('recurrent'),
  ...bias,
  ...quiet,
  dropout: value(0),
  recurrent_dropout: value(0),
  return_sequences: value(false),
  return_state: only(false),
  go_backwards: value(false),
  stateful: only(false),
  unroll: value(false),
};

const gated: Record<string, Field> = { ...recurrent, recurrent_activation: activation('sigmoid') };
const pooling = (size: unknown): Record<string, Field> => ({
  pool_size: value(size),
  strides: value(null),
  padding: word('valid', 'same'),
  ...channelsLast,
});
const globalPooling = { ...channelsLast, keepdims: only(false) };
const dropout = { rate: value(), seed: value(null) };

/** The layers that tfjs and Keras share, with the fields that both mean alike. */
const LAYERS: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  Dense: { units: value(), activation: activation(), ...weight('kernel'), ...bias, ...quiet },
  Conv1D: { ...convolution(1), ...weight('kernel') },
  Conv2D: { ...convolution(2), ...weight('kernel') },
  DepthwiseConv2D: { ...depthwise, depth_multiplier: value(1), ...weight('depthwise') },
  SeparableConv2D: {
    ...convolution(2),
    depth_multiplier: value(1),
    ...weight('depthwise'),
    ...weight('pointwise'),
  },
  BatchNormalization: {
    axis: value(-1),
    momentum: value(0.99),
    epsilon: value(0.001),
    center: value(true),
    scale: value(true),
    ...weight('gamma'),
    ...weight('beta'),
    moving_mean_initializer: initializer,
    moving_variance_initializer: initializer,
    renorm: only(false),
  },
  LayerNormalization: {
    axis: value(-1),
    epsilon: value(0.001),
    center: value(true),
    scale: value(true),
    ...weight('gamma'),
    ...weight('beta'),
    rms_scaling: only(false),
  },
  Activation: { activation: activation() },
  ReLU: { max_value: value(null), negative_slope: only(0, null), threshold: only(0, null) },
  Dropout: { ...dropout, noise_shape: value(null) },
  SpatialDropout1D: { ...dropout, noise_shape: only(null) },
  MaxPooling1D: pooling(2),
  AveragePooling1D: pooling(2),
  MaxPooling2D: pooling([2, 2]),
  AveragePooling2D: pooling([2, 2]),
  GlobalAveragePooling1D: globalPooling,
  GlobalMaxPooling1D: globalPooling,
  GlobalAveragePooling2D: globalPooling,
  GlobalMaxPooling2D: globalPooling,
  SimpleRNN: recurrent,
  LSTM: { ...gated, unit_forget_bias: value(true) },
  GRU: { ...gated, reset_after: word(false) },
  Bidirectional: { layer: { kind: 'layer' }, merge_mode: word('concat', 'sum', 'mul', 'ave') },
  Concatenate: { axis: value(-1) },
  Add: {},
  Multiply: {},
  Average: {},
  Maximum: {},
  Minimum: {},
  Dot: { axes: value(), normalize: only(false) },
  Flatten: { ...channelsLast },
  Reshape: { target_shape: value() },
  Permute: { dims: value() },
  RepeatVector: { n: value() },
  Masking: { mask_value: value(0) },
};

/** Fields that do not change what a layer computes or learns from here on. */
const IGNORED = new Set([
  ...['name', 'trainable', 'dtype', 'batch_input_shape', 'input_shape', 'implementation', 'time_major', 'autocast'],
  ...['zero_output_for_mask', 'backward_layer', 'synchronized', 'renorm_clipping', 'renorm_momentum', 'fused'],
  ...['virtual_batch_size', 'adjustment', 'seed', 'noise_shape'],
  ...['kernel_initializer', 'kernel_regularizer', 'kernel_constraint'],
]);

/** Activations that tfjs and every Keras compute alike. */
const ACTIVATIONS = new Set('linear relu relu6 sigmoid tanh softmax elu selu softplus softsign'.split(' '));

/** Initializers that both have, with their fields; Keras' names for presets of VarianceScaling are read too. */
const INITIALIZERS: Readonly<Record<string, readonly string[]>> = {
  Zeros: [],
  Ones: [],
  Constant: ['value'],
  RandomNormal: ['mean', 'stddev', 'seed'],
  RandomUniform: ['minval', 'maxval', 'seed'],
  TruncatedNormal: ['mean', 'stddev', 'seed'],
  VarianceScaling: ['scale', 'mode', 'distribution', 'seed'],
  Orthogonal: ['gain', 'seed'],
  Identity: ['gain'],
  GlorotUniform: ['seed'],
  GlorotNormal: ['seed'],
  HeNormal: ['seed'],
  HeUniform: ['seed'],
};

/** How a configuration is read. */
export interface CatalogOptions {
  /** What hard_sigmoid is for the other side: `clip(0.2 x + 0.5)` (tfjs, Keras 2), or another function (Keras 3). */
  readonly hardSigmoid: 'same' | 'different';
}

const isObject = (item: unknown): item is LayerConfig =>
  typeof item === 'object' && item !== null && !Array.isArray(item);

const refuse = (layer: string, reason: string): SerError => new SerError('INVALID_MODEL', `layer ${layer}: ${reason}`);

function readActivation(layer: string, written: unknown, { hardSigmoid }: CatalogOptions): string {
  const name = isObject(written) ? written.config : written;
  if (name === 'hard_sigmoid') {
    if (hardSigmoid === 'same') return name;
    throw refuse(layer, 'hard_sigmoid is another function in Keras 3 than in TensorFlow.js and Keras 2');
  }
  if (name === 'silu' || name === 'swish') return 'swish';
  if (typeof name === 'string' && ACTIVATIONS.has(name)) return name;
  throw refuse(layer, `the activation ${JSON.stringify(name)} is not one of ${[...ACTIVATIONS].join(', ')}`);
}

function readInitializer(layer: string, written: unknown): unknown {
  if (written === null || written === undefined) return null;
  const { class_name: name, config = {} } = isObject(written) ? written : { class_name: written };
  const fields = typeof name === 'string' && Object.hasOwn(INITIALIZERS, name) ? INITIALIZERS[name] : undefined;
  if (fields === undefined || !isObject(config))
    throw refuse(layer, `the initializer ${JSON.stringify(name)} is not known`);
  return { class_name: name, config: Object.fromEntries(fields.filter((f) => f in config).map((f) => [f, config[f]])) };
}

function readRegularizer(layer: string, written: unknown): unknown {
  if (written === null || written === undefined) return null;
  if (isObject(written) && isObject(written.config) && /^L1L2$|^L1$|^L2$/.test(String(written.class_name))) {
    const { l1 = 0, l2 = 0 } = written.config;
    return { class_name: 'L1L2', config: { l1, l2 } };
  }
  throw refuse(layer, `the regularizer ${JSON.stringify(written)} is not known`);
}

function readField(layer: GraphLayer, name: string, field: Field, options: CatalogOptions): unknown {
  const written = layer.config[name];
  switch (field.kind) {
    case 'only': {
      if (written === undefined || field.allowed.includes(written)) return undefined;
      throw refuse(
        layer.name,
        `${name} is ${JSON.stringify(written)}, only ${JSON.stringify(field.allowed[0])} can be carried over`,
      );
    }
    case 'word':
      if (written === undefined || field.words.includes(written)) return written ?? field.words[0];
      throw refuse(layer.name, `${name} is ${JSON.stringify(written)}, not ${field.words.join(' or ')}`);
    case 'activation':
      return readActivation(layer.name, written ?? field.absent, options);
    case 'initializer':
      return readInitializer(layer.name, written);
    case 'regularizer':
      return readRegularizer(layer.name, written);
    case 'layer':
      return readInner(layer, written, options);
    default:
      if (written === undefined && field.absent === undefined) throw refuse(layer.name, `${name} is missing`);
      return written ?? field.absent;
  }
}

/** The recurrence inside a Bidirectional layer. */
function readInner(outer: GraphLayer, written: unknown, options: CatalogOptions): unknown {
  const className = isObject(written) ? written.class_name : undefined;
  if (!isObject(written) || !isObject(written.config) || !/^(SimpleRNN|LSTM|GRU)$/.test(String(className)))
    throw refuse(outer.name, `it holds ${JSON.stringify(className)}, only SimpleRNN, LSTM and GRU are known`);
  const read = (way: LayerConfig, name: string): LayerConfig =>
    readLayerConfig({ name, className: String(way.class_name), config: way.config as LayerConfig, calls: [] }, options);
  const config = read(written, String(written.config.name ?? 'layer').replace(/^forward_/, ''));
  const backward = outer.config.backward_layer;
  if (isObject(backward) && isObject(backward.config)) {
    const { name, go_backwards } = config;
    const other = { ...read(backward, String(name)), go_backwards };
    if (backward.class_name !== className || JSON.stringify(other) !== JSON.stringify(config))
      throw refuse(outer.name, 'its two directions differ');
  }
  return { class_name: className, config };
}

/** The shape with the batch that an input layer states. */
function inputShape({ name, config }: GraphLayer): (number | null)[] {
  const shape = config.batch_input_shape ?? config.batch_shape;
  const isSize = (size: unknown) => size === null || (Number.isSafeInteger(size) && (size as number) > 0);
  if (!Array.isArray(shape) || shape.length < 2 || shape.length > 5 || !shape.every(isSize))
    throw refuse(name, `an input of the shape ${JSON.stringify(shape)} is not known`);
  return shape;
}

/**
 * The configuration of a layer with every field stated that tfjs or Keras might default otherwise, and with no field
 * that only one of them has.
 *
 * @throws SerError `INVALID_MODEL` that names the layer and the class or setting that the other library lacks.
 */
export function readLayerConfig(layer: GraphLayer, options: CatalogOptions): LayerConfig {
  const { className, config, name } = layer;
  // Keras' SpatialDropout1D does not take the field that all other layers have.
  const base = config.trainable === false && className !== 'SpatialDropout1D' ? { name, trainable: false } : { name };
  if (className === 'InputLayer') return { name, batch_input_shape: inputShape(layer), dtype: 'float32' };
  const fields = Object.hasOwn(LAYERS, className) ? LAYERS[className] : undefined;
  if (fields === undefined)
    throw new SerError('INVALID_MODEL', `layer ${name}: the class ${className} has no counterpart here`, {
      hint: `Known are ${Object.keys(LAYERS).join(', ')}.`,
    });
  checkDtype(layer);
  for (const [key, written] of Object.entries(config))
    if (!(key in fields) && !IGNORED.has(key) && written !== null && written !== false)
      throw refuse(name, `the setting ${key} = ${JSON.stringify(written)} is not known`);
  const stated = Object.entries(fields).map(([key, field]) => [key, readField(layer, key, field, options)]);
  return { ...base, ...Object.fromEntries(stated.filter(([, item]) => item !== undefined && item !== null)) };
}

function checkDtype({ name, config }: GraphLayer): void {
  const policy = isObject(config.dtype) && isObject(config.dtype.config) ? config.dtype.config.name : config.dtype;
  if (policy !== undefined && policy !== null && policy !== 'float32')
    throw refuse(name, `its type is ${JSON.stringify(policy)}, only float32 is known`);
}
