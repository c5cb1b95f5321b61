import { invalidArgument } from '@ser/core';
import { count, fraction } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { batchNormalization, conv1d } from '@ser/kernels';
import * as tfl from '@tensorflow/tfjs-layers';
import { spatialDropout1d } from '../../layers/dropout.js';
import { clearPadding, type Sequence, strideMask } from '../../layers/frame-mask.js';
import type { OptionsOf } from '../../schema/options.js';
import { chain, type SeedOf } from './network.js';

const FILTERS = 'a list of at least one number of filters';

/** Returns the fields of {@link ConvolutionOptions} with the defaults of an architecture. */
export const convolutionEntries = (filters: readonly number[], kernelSize: number) => ({
  /** Filters of each convolution block, each at least 1. */
  filters: v.optional(v.pipe(v.array(count, FILTERS), v.minLength(1, FILTERS)), [...filters]),
  /** Frames that a filter sees, and in two dimensions coefficients too; at least 1. */
  kernelSize: v.optional(count, kernelSize),
  /** Frames that max pooling joins after each block, and in two dimensions coefficients too; at least 1. Default 2. */
  poolSize: v.optional(count, 2),
  /** Dropout of whole filters after each block, in [0, 1). Default 0.1. */
  blockDropout: v.optional(fraction, 0.1),
});

type ConvolutionEntries = ReturnType<typeof convolutionEntries>;

/** Options of a stack of convolution blocks. */
export type ConvolutionOptions = OptionsOf<ConvolutionEntries>;

type Blocks = v.InferOutput<v.StrictObjectSchema<ConvolutionEntries, undefined>>;

/** @throws SerError `INVALID_ARGUMENT` if the poolings leave nothing of so many frames or coefficients. */
export function checkPooledLength(
  name: string,
  length: number,
  { filters, poolSize }: Pick<Blocks, 'filters' | 'poolSize'>,
): void {
  const least = poolSize ** filters.length;
  if (length < least)
    throw invalidArgument(name, length, `at least ${least} for ${filters.length} poolings of ${poolSize}`);
}

/** Returns a sequence after blocks of convolution over time, batch norm, ReLU, max pooling and spatial dropout. */
export function convolutionBlocks(
  sequence: Sequence,
  { filters, kernelSize, poolSize, blockDropout: rate }: Blocks,
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
