import { isRecord, SerError } from '@ser/core';
import type { GraphLayer, LayerConfig } from './network-graph.js';

/** Allowed values of a field of a configuration, and its value if a file omits it. */
type Field =
  | { readonly kind: 'value'; readonly absent?: unknown }
  /** A setting of one library only; it must have the value that the other library always uses. */
  | { readonly kind: 'only'; readonly allowed: readonly unknown[] }
  /** One of several words that both libraries have. */
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

/** The layers that tfjs and Keras share, with the fields that have the same meaning in both. */
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

/** Fields that do not change what a layer computes. */
const IGNORED = new Set([
  ...['name', 'trainable', 'dtype', 'batch_input_shape', 'input_shape', 'implementation', 'time_major', 'autocast'],
  ...['zero_output_for_mask', 'backward_layer', 'synchronized', 'renorm_clipping', 'renorm_momentum', 'fused'],
  ...['virtual_batch_size', 'adjustment', 'seed', 'noise_shape'],
  ...['kernel_initializer', 'kernel_regularizer', 'kernel_constraint'],
]);

/** Activations that tfjs and all versions of Keras compute the same way. */
const ACTIVATIONS = new Set('linear relu relu6 sigmoid tanh softmax elu selu softplus softsign'.split(' '));

/** Initializers of both libraries with their fields; the presets of VarianceScaling in Keras are read too. */
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

/** Options of {@link readLayerConfig}. */
export interface CatalogOptions {
  /** hard_sigmoid of the other library: the `same` clip(0.2 x + 0.5) as in tfjs (Keras 2), or `different` (Keras 3). */
  readonly hardSigmoid: 'same' | 'different';
}

const refuse = (layer: string, reason: string): SerError => new SerError('INVALID_MODEL', `layer ${layer}: ${reason}`);

function readActivation(layer: string, written: unknown, { hardSigmoid }: CatalogOptions): string {
  const name = isRecord(written) ? written.config : written;
  if (name === 'hard_sigmoid') {
    if (hardSigmoid === 'same') return name;
    throw refuse(layer, 'hard_sigmoid is a different function in Keras 3 than in TensorFlow.js and Keras 2');
  }
  if (name === 'silu' || name === 'swish') return 'swish';
  if (typeof name === 'string' && ACTIVATIONS.has(name)) return name;
  throw refuse(layer, `the activation ${JSON.stringify(name)} is not one of ${[...ACTIVATIONS].join(', ')}`);
}

function readInitializer(layer: string, written: unknown): unknown {
  if (written === null || written === undefined) return null;
  const { class_name: name, config = {} } = isRecord(written) ? written : { class_name: written };
  const fields = typeof name === 'string' && Object.hasOwn(INITIALIZERS, name) ? INITIALIZERS[name] : undefined;
  if (fields === undefined || !isRecord(config))
    throw refuse(layer, `the initializer ${JSON.stringify(name)} is not supported`);
  return {
    class_name: name,
    config: Object.fromEntries(fields.filter((f) => Object.hasOwn(config, f)).map((f) => [f, config[f]])),
  };
}

function readRegularizer(layer: string, written: unknown): unknown {
  if (written === null || written === undefined) return null;
  if (isRecord(written) && isRecord(written.config) && /^L1L2$|^L1$|^L2$/.test(String(written.class_name))) {
    const { l1 = 0, l2 = 0 } = written.config;
    return { class_name: 'L1L2', config: { l1, l2 } };
  }
  throw refuse(layer, `the regularizer ${JSON.stringify(written)} is not supported`);
}

function readField(layer: GraphLayer, name: string, field: Field, options: CatalogOptions): unknown {
  const written = layer.config[name];
  switch (field.kind) {
    case 'only': {
      if (written === undefined || field.allowed.includes(written)) return undefined;
      throw refuse(
        layer.name,
        `${name} is ${JSON.stringify(written)}, only ${JSON.stringify(field.allowed[0])} can be converted`,
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

/** Reads the recurrence inside a Bidirectional layer. */
function readInner(outer: GraphLayer, written: unknown, options: CatalogOptions): unknown {
  const className = isRecord(written) ? written.class_name : undefined;
  if (!isRecord(written) || !isRecord(written.config) || !/^(SimpleRNN|LSTM|GRU)$/.test(String(className)))
    throw refuse(outer.name, `it holds ${JSON.stringify(className)}, only SimpleRNN, LSTM and GRU are supported`);
  const read = (way: LayerConfig, name: string): LayerConfig =>
    readLayerConfig({ name, className: String(way.class_name), config: way.config as LayerConfig, calls: [] }, options);
  const config = read(written, String(written.config.name ?? 'layer').replace(/^forward_/, ''));
  const backward = outer.config.backward_layer;
  if (isRecord(backward) && isRecord(backward.config)) {
    const { name, go_backwards } = config;
    const other = { ...read(backward, String(name)), go_backwards };
    if (backward.class_name !== className || JSON.stringify(other) !== JSON.stringify(config))
      throw refuse(outer.name, 'its two directions differ');
  }
  return { class_name: className, config };
}

/** Returns the shape of an input layer, with the batch. */
function inputShape({ name, config }: GraphLayer): (number | null)[] {
  const shape = config.batch_input_shape ?? config.batch_shape;
  const isSize = (size: unknown) => size === null || (Number.isSafeInteger(size) && (size as number) > 0);
  if (!Array.isArray(shape) || shape.length < 2 || shape.length > 5 || !shape.every(isSize))
    throw refuse(name, `an input of the shape ${JSON.stringify(shape)} is not supported`);
  return shape;
}

/**
 * Returns the configuration of a layer with every field whose default differs between tfjs and Keras, and without
 * fields that only one of them has.
 *
 * @throws SerError `INVALID_MODEL` that names the layer and the class or setting that the other library lacks.
 */
export function readLayerConfig(layer: GraphLayer, options: CatalogOptions): LayerConfig {
  const { className, config, name } = layer;
  // SpatialDropout1D of Keras refuses this field, which all other layers have.
  const base = config.trainable === false && className !== 'SpatialDropout1D' ? { name, trainable: false } : { name };
  if (className === 'InputLayer') return { name, batch_input_shape: inputShape(layer), dtype: 'float32' };
  const fields = Object.hasOwn(LAYERS, className) ? LAYERS[className] : undefined;
  if (fields === undefined)
    throw new SerError('INVALID_MODEL', `layer ${name}: the class ${className} cannot be converted`, {
      hint: `Supported are ${Object.keys(LAYERS).join(', ')}.`,
    });
  checkDtype(layer);
  for (const [key, written] of Object.entries(config))
    if (!Object.hasOwn(fields, key) && !IGNORED.has(key) && written !== null && written !== false)
      throw refuse(name, `the setting ${key} = ${JSON.stringify(written)} is not supported`);
  const stated = Object.entries(fields).map(([key, field]) => [key, readField(layer, key, field, options)]);
  return { ...base, ...Object.fromEntries(stated.filter(([, item]) => item !== undefined && item !== null)) };
}

function checkDtype({ name, config }: GraphLayer): void {
  const policy = isRecord(config.dtype) && isRecord(config.dtype.config) ? config.dtype.config.name : config.dtype;
  if (policy !== undefined && policy !== null && policy !== 'float32')
    throw refuse(name, `its type is ${JSON.stringify(policy)}, only float32 is supported`);
}
