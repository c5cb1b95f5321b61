import { checkFields, count, fraction, word } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { batchNormalization } from '@ser/kernels';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { dropout } from '../layers/dropout.js';
import { maskingEntries, type Sequence, sequenceOf } from '../layers/frame-mask.js';
import { poolOverTime, TIME_POOLINGS } from '../layers/time-pooling.js';
import { counts, type OptionsOf, requireLength } from '../schema/options.js';
import { type ModelInput, modelInputEntries } from './parts/model-input.js';
import { buildNetwork, chain } from './parts/network.js';
import { activate, framesOf, normalizedConvolution, pictureOf } from './parts/picture.js';

/** The fields of {@link TinyOptions}. */
export const tinyEntries = {
  ...maskingEntries,
  /** Filters of the first convolution, which has stride 2; at least 1. Default 16. */
  stem: v.optional(count, 16),
  /** Filters of each separable block, each at least 1. Default [32, 48, 64, 64]. */
  widths: v.optional(counts, [32, 48, 64, 64]),
  /** Steps of each block, over time and over coefficients, at least 1. Default [1, 2, 2, 1], and 1 beyond. */
  strides: v.optional(counts),
  /** How frames become one vector. Default `meanStd`. */
  pooling: v.optional(word(...TIME_POOLINGS), 'meanStd'),
  /** Dropout before the output, in [0, 1). Default 0.2. */
  dropout: v.optional(fraction, 0.2),
};

/** Options of {@link buildTiny}. */
export type TinyOptions = OptionsOf<typeof tinyEntries>;

const schema = v.strictObject({ ...modelInputEntries, ...tinyEntries });

/**
 * Builds a small depthwise-separable network over time × coefficients (Howard et al., 2017; DS-CNN of Zhang et al.,
 * 2018): its weights take less than 100 KB.
 *
 * ```text
 * [frames, coeffs] as a picture of one channel
 *   → conv2d 3 × 3, 16 filters, stride 2 → batch norm → ReLU
 *   → 4 × (depthwise 3 × 3 → batch norm → ReLU → conv2d 1 × 1 → batch norm → ReLU)
 *       filters 32, 48, 64, 64, strides 1, 2, 2, 1
 *   → each eighth frame as a vector of coeffs / 8 · 64 values
 *   → mean ⧺ standard deviation over time → dropout 0.2 → dense softmax [classes]
 * ```
 *
 * Parameters: 9 · stem + 4 · stem, each block 13 · inputs + inputs · filters + 4 · filters, the output
 * (2 · units + 1) · classes with units = coeffs / 8 · last filters, and 2 fixed ones for each frame that is pooled (see
 * {@link TimePooling}); with defaults, 128 frames, 64 coefficients and 8 classes 20 568, which are 82 272 bytes (98.3 KiB with `model.json`).
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range, and for lists of different lengths.
 */
export function buildTiny(options: ModelInput & TinyOptions): LayersModel {
  const checked = checkFields(schema, options, { name: 'tiny' });
  const { stem, widths, pooling, dropout: rate } = checked;
  const { strides = widths.map((_, i) => (i === 1 || i === 2 ? 2 : 1)) } = checked;
  requireLength('tiny.strides', strides, widths.length, 'width');
  return buildNetwork('tiny', checked, (features, seed) => {
    const picture = pictureOf(sequenceOf(features, checked));
    const stemmed = activate(chain(picture.x, ...normalizedConvolution('stem', stem, 3, 2)), picture.mask, 'stem', 2);
    const sequence = widths.reduce<Sequence>(
      (input, filters, index) => separableBlock(input, `block_${index + 1}`, filters, strides[index]!),
      stemmed,
    );
    return chain(
      poolOverTime(framesOf(sequence), pooling),
      dropout({ rate, seed: seed('pool_dropout'), name: 'pool_dropout' }),
    );
  });
}

function separableBlock({ x, mask }: Sequence, name: string, filters: number, strides: number): Sequence {
  const convolved = chain(
    x,
    tfl.layers.depthwiseConv2d({ kernelSize: 3, strides, padding: 'same', useBias: false, name: `${name}_depth_conv` }),
    batchNormalization({ name: `${name}_depth_norm` }),
    tfl.layers.activation({ activation: 'relu', name: `${name}_depth_relu` }),
    ...normalizedConvolution(name, filters, 1),
  );
  return activate(convolved, mask, name, strides);
}
