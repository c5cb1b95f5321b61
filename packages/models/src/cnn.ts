import { invalidArgument } from '@ser/core';
import { batchNormalization, conv1d } from '@ser/kernels';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { buildClassifier, type HeadOptions, headEntries } from './classifier.js';
import { spatialDropout1d } from './dropout.js';
import { type ModelInput, modelInputEntries } from './model-input.js';
import { fraction, integerFrom, parseOptions } from './parse.js';

/** Options of {@link buildCnn}. */
export interface CnnOptions extends HeadOptions {
  /** Filters of each convolution block. Default [64, 64, 128]. */
  filters?: readonly number[];
  /** Frames that a filter sees. Default 5. */
  kernelSize?: number;
  /** Frames that max pooling joins after each block. Default 2. */
  poolSize?: number;
  /** Dropout of whole filters after each block, in [0, 1). Default 0.1. */
  blockDropout?: number;
}

/** The fields of {@link CnnOptions} as schema entries. */
export const cnnEntries: v.ObjectEntries = {
  ...headEntries,
  filters: v.exactOptional(v.pipe(v.array(integerFrom(1)), v.minLength(1, 'a list of at least one number of filters'))),
  kernelSize: v.exactOptional(integerFrom(1)),
  poolSize: v.exactOptional(integerFrom(1)),
  blockDropout: v.exactOptional(fraction),
};

const schema = v.strictObject({ ...modelInputEntries, ...cnnEntries });

/**
 * Builds a 1-D convolutional network over time.
 *
 * ```text
 * [frames, coeffs]
 *   → 3 × (conv1d 5, same → batch norm → ReLU → max pool 2 → spatial dropout 0.1)    filters 64, 64, 128
 *   → mean ⧺ standard deviation over time → dense 64, ReLU → dropout 0.3 → dense softmax [classes]
 * ```
 *
 * Parameters: each block kernelSize · inputs · filters + 4 · filters (half of the latter are running statistics), the
 * head (2 · last filters + 1) · denseUnits + (denseUnits + 1) · classes, and 2 fixed ones for each frame that is pooled
 * (see {@link TimePooling}); with defaults, 188 frames, 40 coefficients and 7 classes 92 213.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range, and for fewer frames than the pooling consumes.
 */
export function buildCnn(options: ModelInput & CnnOptions): LayersModel {
  parseOptions('cnn', schema, options);
  const { filters = [64, 64, 128], kernelSize = 5, poolSize = 2, blockDropout = 0.1 } = options;
  const leastFrames = poolSize ** filters.length;
  if (options.frames < leastFrames)
    throw invalidArgument(
      'cnn.frames',
      options.frames,
      `at least ${leastFrames} for ${filters.length} poolings of ${poolSize}`,
    );
  return buildClassifier('cnn', options, options, (features, seed) =>
    filters.reduce<SymbolicTensor>((x, count, index) => {
      const name = (layer: string): string => `${layer}_${index + 1}`;
      const block = [
        conv1d({ filters: count, kernelSize, padding: 'same', useBias: false, name: name('conv') }),
        batchNormalization({ name: name('norm') }),
        tfl.layers.activation({ activation: 'relu', name: name('relu') }),
        tfl.layers.maxPooling1d({ poolSize, name: name('pool') }),
        spatialDropout1d({ rate: blockDropout, seed: seed(name('dropout')), name: name('dropout') }),
      ];
      return block.reduce((y, layer) => layer.apply(y) as SymbolicTensor, x);
    }, features),
  );
}
