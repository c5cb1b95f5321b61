import { registerFusedLayers } from '@ser/kernels';
import { serialization } from '@tensorflow/tfjs-core';
import { AttentiveStatistics } from './attentive-statistics.js';
import { Dropout, SpatialDropout1D } from './dropout.js';
import { FrameMask } from './frame-mask.js';
import { MaskedAttentionPooling } from './masked-attention.js';
import { ReverseTime } from './reverse-time.js';
import { TimeStatistics } from './time-statistics.js';

type LayerClass = Parameters<typeof serialization.registerClass>[0];

/** Layers that do all that the stock layers of the same names do, and layers of our own. */
const LAYERS = [
  Dropout,
  SpatialDropout1D,
  ReverseTime,
  TimeStatistics,
  AttentiveStatistics,
  FrameMask,
  MaskedAttentionPooling,
] as unknown as readonly LayerClass[];

/**
 * Lets tfjs load any network of these builders: it registers their layer classes, those of our own (see the README) and
 * those that take the place of stock ones and train faster. `startBackend` does so too; call it where models are opened
 * with nothing but `tf.loadLayersModel`.
 */
export function registerLayers(): void {
  registerFusedLayers();
  for (const layer of LAYERS) serialization.registerClass(layer);
}
