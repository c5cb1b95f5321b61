import { registerLayers as registerFusedLayers } from '@ser/kernels';
import { serialization } from '@tensorflow/tfjs-core';
import { Dropout, SpatialDropout1D } from './dropout.js';

type LayerClass = Parameters<typeof serialization.registerClass>[0];

/**
 * Makes models that are loaded get these layers, which do all that the stock layers of the same names do, so that a
 * loaded model trains on as a new one does.
 */
export function registerLayers(): void {
  registerFusedLayers();
  for (const layer of [Dropout, SpatialDropout1D]) serialization.registerClass(layer as unknown as LayerClass);
}
