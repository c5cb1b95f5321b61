import { checkFields } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { spatialDropout2d } from '../layers/dropout.js';
import { type Sequence, strideMask } from '../layers/frame-mask.js';
import type { OptionsOf } from '../schema/options.js';
import { buildClassifier, headEntries } from './parts/classifier.js';
import { checkPooledLength, convolutionEntries } from './parts/convolution-blocks.js';
import { type ModelInput, modelInputEntries } from './parts/model-input.js';
import { chain } from './parts/network.js';
import { activate, framesOf, normalizedConvolution, pictureOf } from './parts/picture.js';

/** The fields of {@link Cnn2dOptions}. */
export const cnn2dEntries = { ...headEntries, ...convolutionEntries([16, 32, 48], 3) };

/** Options of {@link buildCnn2d}; `filters` is [16, 32, 48] and `kernelSize` 3 by default. */
export type Cnn2dOptions = OptionsOf<typeof cnn2dEntries>;

const schema = v.strictObject({ ...modelInputEntries, ...cnn2dEntries });

/**
 * Builds a 2-D convolutional network (LeCun et al., 1998), which reads log-mel bands over time as a picture (on emotional
 * speech: Badshah et al., 2017).
 *
 * ```text
 * [frames, coeffs] as a picture of one channel
 *   → 3 × (conv2d 3 × 3, same → batch norm → ReLU → max pool 2 × 2 → spatial dropout 0.1)    filters 16, 32, 48
 *   → each eighth frame as a vector of coeffs / 8 · 48 values
 *   → mean ⧺ standard deviation over time → dense 64, ReLU → dropout 0.3 → dense softmax [classes]
 * ```
 *
 * Parameters: each block kernelSize² · inputs · filters + 4 · filters, the head (2 · units + 1) · denseUnits +
 * (denseUnits + 1) · classes with units = pooled coeffs · last filters, and 2 fixed ones for each frame that is pooled
 * (see {@link TimePooling}); with defaults, 128 frames, 64 coefficients and 7 classes 68 663.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range, and for fewer frames or coefficients than the pooling
 *   consumes.
 */
export function buildCnn2d(options: ModelInput & Cnn2dOptions): LayersModel {
  const checked = checkFields(schema, options, { name: 'cnn-2d' });
  const { filters, kernelSize, poolSize, blockDropout: rate } = checked;
  for (const side of ['frames', 'coeffs'] as const) checkPooledLength(`cnn-2d.${side}`, checked[side], checked);
  return buildClassifier('cnn-2d', checked, checked, (features, seed) =>
    framesOf(
      filters.reduce<Sequence>(({ x, mask }, count, index) => {
        const name = `block_${index + 1}`;
        const active = activate(chain(x, ...normalizedConvolution(name, count, kernelSize)), mask, name);
        return {
          x: chain(
            active.x,
            tfl.layers.maxPooling2d({ poolSize, name: `${name}_pool` }),
            spatialDropout2d({ rate, seed: seed(`${name}_dropout`), name: `${name}_dropout` }),
          ),
          mask: strideMask(mask, poolSize, 'valid', `${name}_pool_mask`),
        };
      }, pictureOf(features)),
    ),
  );
}
