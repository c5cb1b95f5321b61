import { checkFields } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { lstm } from '@ser/kernels';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { OptionsOf } from '../schema/options.js';
import { checkPooledLength, convolutionBlocks, convolutionEntries } from './parts/convolution-blocks.js';
import { type ModelInput, modelInputEntries } from './parts/model-input.js';
import { buildRecurrent, recurrentEntries } from './parts/recurrent.js';

/** The fields of {@link CnnLstmOptions}. */
export const cnnLstmEntries = { ...recurrentEntries(64, 1), ...convolutionEntries([64, 64], 5) };

/**
 * Options of {@link buildCnnLstm}; `filters` is [64, 64], `kernelSize` 5, `units` 64, `layers` 1 and `bidirectional` false
 * by default.
 */
export type CnnLstmOptions = OptionsOf<typeof cnnLstmEntries>;

const schema = v.strictObject({ ...modelInputEntries, ...cnnLstmEntries });

/**
 * Builds a network that finds local patterns by convolution and follows them with an LSTM (Trigeorgis et al., 2016;
 * Zhao, Mao and Chen, 2019).
 *
 * ```text
 * [frames, coeffs]
 *   → 2 × (conv1d 5, same → batch norm → ReLU → max pool 2 → spatial dropout 0.1)    filters 64, 64
 *   → LSTM 64, sigmoid gates, all outputs → spatial dropout 0.2
 *   → mean ⧺ standard deviation over time → dense 64, ReLU → dropout 0.3 → dense softmax [classes]
 * ```
 *
 * Parameters: each block kernelSize · inputs · filters + 4 · filters, each LSTM 4 · (inputs + units + 1) · units per
 * direction, and the head as in `buildCnn`; with defaults, 188 frames, 40 coefficients and 7 classes 75 621.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range, and for fewer frames than the pooling consumes.
 */
export function buildCnnLstm(options: ModelInput & CnnLstmOptions): LayersModel {
  const checked = checkFields(schema, options, { name: 'cnn-lstm' });
  const { units, frames } = checked;
  checkPooledLength('cnn-lstm.frames', frames, checked);
  return buildRecurrent(
    'cnn-lstm',
    checked,
    (args) => lstm({ units, activation: 'tanh', recurrentActivation: 'sigmoid', ...args }),
    (features, seed) => convolutionBlocks(features, checked, seed),
  );
}
