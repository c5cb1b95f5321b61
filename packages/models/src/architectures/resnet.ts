import { checkFields, count, fraction } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { attentiveStatistics } from '../layers/attentive-statistics.js';
import { dropout } from '../layers/dropout.js';
import { maskingEntries, type Sequence, sequenceOf } from '../layers/frame-mask.js';
import { counts, type OptionsOf, requireLength } from '../schema/options.js';
import { type ModelInput, modelInputEntries } from './parts/model-input.js';
import { buildNetwork, chain } from './parts/network.js';
import { activate, framesOf, normalizedConvolution, pictureOf } from './parts/picture.js';

/** The fields of {@link ResnetOptions}. */
export const resnetEntries = {
  ...maskingEntries,
  /** Filters of each stage, each at least 1. Default [16, 32, 64]. */
  widths: v.optional(counts, [16, 32, 64]),
  /** Residual blocks of each stage, at least 1. Default 1 each. */
  blocks: v.optional(counts),
  /** Steps, over time and over coefficients, of the first block of each stage, at least 1. Default 1, then 2 each. */
  strides: v.optional(counts),
  /** Steps of the first convolution, over time and over coefficients, at least 1. Default 2. */
  stemStride: v.optional(count, 2),
  /** Units that score a frame in the attentive pooling, at least 1. Default 64. */
  attentionUnits: v.optional(count, 64),
  /** Dropout before the output, in [0, 1). Default 0.3. */
  dropout: v.optional(fraction, 0.3),
};

/** Options of {@link buildResnet}. */
export type ResnetOptions = OptionsOf<typeof resnetEntries>;

const schema = v.strictObject({ ...modelInputEntries, ...resnetEntries });

/**
 * Builds a residual network over time × coefficients, which reads log-mel bands as a picture, with attentive statistics
 * pooling over time (He et al., 2016; Okabe et al., 2018).
 *
 * ```text
 * [frames, coeffs] as a picture of one channel
 *   → conv2d 3 × 3, 16 filters, stride 2 → batch norm → ReLU
 *   → residual block 16 → residual block 32, stride 2 → residual block 64, stride 2
 *   → each eighth frame as a vector of coeffs / 8 · 64 values
 *   → attentive mean ⧺ standard deviation over time → dropout 0.3 → dense softmax [classes]
 *
 * residual block: ReLU(x + (conv 3 × 3 → batch norm → ReLU → conv 3 × 3 → batch norm)), where x passes a strided
 *   1 × 1 convolution and a batch norm if its shape changes
 * ```
 *
 * Parameters: the stem 9 · widths₁ + 4 · widths₁; each block 9 · (inputs + width) · width + 8 · width, and
 * (inputs + 4) · width more where its shape changes; the pooling (units + 2) · attentionUnits with
 * units = coeffs / 8 · last width; the output (2 · units + 1) · classes; with defaults, 128 frames, 64 coefficients and
 * 7 classes 117 847.
 *
 * The class `AttentiveStatistics` is our own; all other layers are stock classes.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range, and for lists of different lengths.
 */
export function buildResnet(options: ModelInput & ResnetOptions): LayersModel {
  const checked = checkFields(schema, options, { name: 'resnet' });
  const { widths, stemStride, attentionUnits, dropout: rate } = checked;
  const { blocks = widths.map(() => 1), strides = widths.map((_, i) => (i === 0 ? 1 : 2)) } = checked;
  requireLength('resnet.blocks', blocks, widths.length, 'width');
  requireLength('resnet.strides', strides, widths.length, 'width');
  return buildNetwork('resnet', checked, (features, seed) => {
    const picture = pictureOf(sequenceOf(features, checked));
    const stem = chain(picture.x, ...normalizedConvolution('stem', widths[0]!, 3, stemStride));
    let sequence = activate(stem, picture.mask, 'stem', stemStride);
    for (const [stage, filters] of widths.entries())
      for (let block = 0; block < blocks[stage]!; block++) {
        const name = `stage_${stage + 1}_${block + 1}`;
        sequence = residualBlock(sequence, name, filters, block === 0 ? strides[stage]! : 1);
      }
    const { x, mask } = framesOf(sequence);
    const pooling = attentiveStatistics({ units: attentionUnits, name: 'attentive_statistics' });
    return chain(
      pooling.apply(mask === undefined ? x : [x, mask]) as SymbolicTensor,
      dropout({ rate, seed: seed('pool_dropout'), name: 'pool_dropout' }),
    );
  });
}

function residualBlock({ x, mask }: Sequence, name: string, filters: number, stride: number): Sequence {
  const first = activate(
    chain(x, ...normalizedConvolution(`${name}_a`, filters, 3, stride)),
    mask,
    `${name}_a`,
    stride,
  );
  const change = chain(first.x, ...normalizedConvolution(`${name}_b`, filters, 3));
  const isSame = stride === 1 && x.shape[3] === filters;
  const shortcut = isSame ? x : chain(x, ...normalizedConvolution(`${name}_short`, filters, 1, stride));
  const sum = tfl.layers.add({ name: `${name}_add` }).apply([shortcut, change]) as SymbolicTensor;
  return activate(sum, first.mask, name);
}
