import type { ModelOptions, ModelSpec } from '@ser/models';
import * as v from 'valibot';
import { count, type Entries, flag, fraction, list, optional, type Schema, word } from './values.js';

const counts = list(count, 'a list of positive integers');
const masking = { masking: optional(flag) };
const POOLINGS = ['meanStd', 'meanMax', 'mean', 'max', 'attention'] as const;

const head = {
  ...masking,
  pooling: optional(word(...POOLINGS)),
  denseUnits: optional(count),
  dropout: optional(fraction),
};

const convolution = {
  filters: optional(counts),
  kernelSize: optional(count),
  poolSize: optional(count),
  blockDropout: optional(fraction),
};

const recurrent = {
  ...head,
  pooling: optional(word(...POOLINGS, 'last')),
  units: optional(count),
  layers: optional(count),
  bidirectional: optional(flag),
  layerDropout: optional(fraction),
};

const resnet = {
  ...masking,
  widths: optional(counts),
  blocks: optional(counts),
  strides: optional(counts),
  stemStride: optional(count),
  attentionUnits: optional(count),
  dropout: optional(fraction),
};

const timNet = {
  ...masking,
  filters: optional(count),
  kernelSize: optional(count),
  dilations: optional(count),
  blockDropout: optional(fraction),
};

const tiny = {
  ...masking,
  stem: optional(count),
  widths: optional(counts),
  strides: optional(counts),
  pooling: optional(word(...POOLINGS)),
  dropout: optional(fraction),
};

const baseline = {
  ...masking,
  functionals: optional(list(word('mean', 'std', 'min', 'max', 'slope', 'last'), 'a list of functionals')),
  hidden: optional(v.array(count, 'a list of positive integers')),
  dropout: optional(fraction),
};

/** The options of each kind; the compiler sees to it that none is forgotten. */
const options = {
  cnn: { ...head, ...convolution },
  'cnn-2d': { ...head, ...convolution },
  rnn: recurrent,
  lstm: recurrent,
  gru: recurrent,
  'cnn-lstm': { ...recurrent, ...convolution },
  resnet,
  'tim-net': timNet,
  tiny,
  baseline,
} satisfies { [K in keyof ModelOptions]: Entries<ModelOptions[K]> };

/** The schema of {@link ModelSpec}; the builders check what several options must have in common. */
export const modelSchema: Schema<ModelSpec> = v.variant('kind', [
  v.strictObject({ kind: v.literal('cnn'), ...options.cnn }),
  v.strictObject({ kind: v.literal('cnn-2d'), ...options['cnn-2d'] }),
  v.strictObject({ kind: v.literal('rnn'), ...options.rnn }),
  v.strictObject({ kind: v.literal('lstm'), ...options.lstm }),
  v.strictObject({ kind: v.literal('gru'), ...options.gru }),
  v.strictObject({ kind: v.literal('cnn-lstm'), ...options['cnn-lstm'] }),
  v.strictObject({ kind: v.literal('resnet'), ...options.resnet }),
  v.strictObject({ kind: v.literal('tim-net'), ...options['tim-net'] }),
  v.strictObject({ kind: v.literal('tiny'), ...options.tiny }),
  v.strictObject({ kind: v.literal('baseline'), ...options.baseline }),
]);
