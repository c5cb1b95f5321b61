import { serialization } from '@tensorflow/tfjs-core';
import { AttentionPooling } from './attention-pooling.js';
import { BatchNormalization } from './batch-normalization.js';
import { Conv1D } from './conv1d.js';
import { GRU } from './gru.js';
import { LayerNormalization } from './layer-normalization.js';
import { LSTM } from './lstm.js';
import { SimpleRNN } from './simple-rnn.js';

type LayerClass = Parameters<typeof serialization.registerClass>[0];

/** Layers that take the place of stock ones of the same name. */
const FUSED = [
  BatchNormalization,
  Conv1D,
  GRU,
  LayerNormalization,
  LSTM,
  SimpleRNN,
] as unknown as readonly LayerClass[];

/** Makes deserialized models (`tf.loadLayersModel`, `tf.layers.bidirectional`) use the fused layers. */
export function registerFusedLayers(): void {
  for (const layer of FUSED) serialization.registerClass(layer);
  serialization.registerClass(AttentionPooling as unknown as LayerClass);
}

/** Makes them use the stock layers again. */
export function unregisterLayers(): void {
  for (const layer of FUSED) serialization.registerClass(Object.getPrototypeOf(layer) as LayerClass);
}
