import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { innerLayers, type Layer } from './inner-layers.js';
import { type LayerVariable, WeightVector } from './weight-vector.js';

/** Fields of batch normalization layers in tfjs-layers 4.22. */
interface BatchNormalization {
  momentum: number;
  readonly movingMean: LayerVariable;
  readonly movingVariance: LayerVariable;
}

/**
 * Sets the statistics of batch normalization layers to those of the current weights: the average, over some batches, of the
 * mean and variance of each batch ("precise" batch normalization, Wu and Johnson, 2021). Moving statistics lag behind the
 * weights in short runs, and do not belong to averaged weights.
 *
 * @param batches input batches, each with its number of rows; not read if no layer normalizes.
 * @param forward a pass in training mode, without dropout.
 */
export function settleBatchStatistics(
  network: LayersModel,
  batches: Iterable<{ inputs: tf.Tensor; rows: number }>,
  forward: (inputs: tf.Tensor) => tf.Tensor,
): void {
  const layers = innerLayers(network).filter(
    (layer) => layer.getClassName() === 'BatchNormalization' && layer.trainable,
  ) as (Layer & BatchNormalization)[];
  if (layers.length === 0) return;
  const found = layers.map(({ momentum }) => momentum);
  const vector = new WeightVector(layers.flatMap(({ movingMean, movingVariance }) => [movingMean, movingVariance]));
  const zeros = new Float32Array(vector.size);
  const sums = new Float64Array(vector.size);
  let total = 0;
  try {
    // Without momentum, the moving statistics after a pass are those of the batch, exactly so if they were zero before.
    for (const layer of layers) layer.momentum = 0;
    for (const { inputs, rows } of batches) {
      vector.write(zeros);
      forward(inputs).dispose();
      inputs.dispose();
      const statistics = vector.read();
      for (let i = 0; i < sums.length; i++) sums[i]! += statistics[i]! * rows;
      total += rows;
    }
  } finally {
    for (const [i, layer] of layers.entries()) layer.momentum = found[i]!;
  }
  vector.write(Float32Array.from(sums, (sum) => sum / total));
}
