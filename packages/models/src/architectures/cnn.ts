import { checkFields } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { OptionsOf } from '../schema/options.js';
import { buildClassifier, headEntries } from './parts/classifier.js';
import { checkPooledLength, convolutionBlocks, convolutionEntries } from './parts/convolution-blocks.js';
import { type ModelInput, modelInputEntries } from './parts/model-input.js';

/** The fields of {@link CnnOptions}. */
export const cnnEntries = { ...headEntries, ...convolutionEntries([64, 64, 128], 5) };

/** Options of {@link buildCnn}; `filters` is [64, 64, 128] and `kernelSize` 5 by default. */
export type CnnOptions = OptionsOf<typeof cnnEntries>;

const schema = v.strictObject({ ...modelInputEntries, ...cnnEntries });

/**
 * Builds a 1-D convolutional network over time: a time-delay network (Waibel et al., 1989) of blocks with batch
 * normalization (Ioffe and Szegedy, 2015), whose outputs are pooled to statistics (Snyder et al., 2018).
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
  const checked = checkFields(schema, options, { name: 'cnn' });
  checkPooledLength('cnn.frames', checked.frames, checked);
  return buildClassifier('cnn', checked, checked, (features, seed) => convolutionBlocks(features, checked, seed));
}
