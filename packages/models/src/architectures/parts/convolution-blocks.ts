import { invalidArgument } from '@ser/core';
import { batchNormalization, conv1d } from '@ser/kernels';
import * as tfl from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { spatialDropout1d } from '../../layers/dropout.js';
import { clearPadding, type Sequence, strideMask } from '../../layers/frame-mask.js';
import { fraction, integerFrom, type OptionEntries } from '../../schema/parse.js';
import { chain, type SeedOf } from './network.js';

/** Options of a stack of convolution blocks. */
export interface ConvolutionOptions {
  /** Filters of each convolution block. */
  filters?: readonly number[];
  /** Frames that a filter sees, and in two dimensions coefficients too. */
  kernelSize?: number;
  /** Frames that max pooling joins after each block, and in two dimensions coefficients too. Default 2. */
  poolSize?: number;
  /** Dropout of whole filters after each block, in [0, 1). Default 0.1. */
  blockDropout?: number;
}

/** The fields of {@link ConvolutionOptions} as schema entries. */
export const convolutionEntries: OptionEntries<ConvolutionOptions> = {
  filters: v.exactOptional(v.pipe(v.array(integerFrom(1)), v.minLength(1, 'a list of at least one number of filters'))),
  kernelSize: v.exactOptional(integerFrom(1)),
  poolSize: v.exactOptional(integerFrom(1)),
  blockDropout: v.exactOptional(fraction),
};

/** @throws SerError `INVALID_ARGUMENT` where the poolings leave nothing of so many frames or coefficients. */
export function checkPooledLength(
  name: string,
  length: number,
  { filters, poolSize }: Required<ConvolutionOptions>,
): void {
  const least = poolSize ** filters.length;
  if (length < least)
    throw invalidArgument(name, length, `at least ${least} for ${filters.length} poolings of ${poolSize}`);
}

/** Blocks of convolution over time, batch norm, ReLU, max pooling and spatial dropout. */
export function convolutionBlocks(
  sequence: Sequence,
  { filters, kernelSize, poolSize, blockDropout: rate }: Required<ConvolutionOptions>,
  seed: SeedOf,
): Sequence {
  return filters.reduce<Sequence>(({ x, mask }, count, index) => {
    const name = (layer: string): string => `${layer}_${index + 1}`;
    const convolved = chain(
      x,
      conv1d({ filters: count, kernelSize, padding: 'same', useBias: false, name: name('conv') }),
      batchNormalization({ name: name('norm') }),
      tfl.layers.activation({ activation: 'relu', name: name('relu') }),
    );
    return {
      x: chain(
        clearPadding({ x: convolved, mask }, name('clear')).x,
        tfl.layers.maxPooling1d({ poolSize, name: name('pool') }),
        spatialDropout1d({ rate, seed: seed(name('dropout')), name: name('dropout') }),
      ),
      mask: strideMask(mask, poolSize, 'valid', name('mask')),
    };
  }, sequence);
}
