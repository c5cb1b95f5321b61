import { lstm } from '@ser/kernels';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { type OptionEntries, parseOptions } from '../schema/parse.js';
import {
  type ConvolutionOptions,
  checkPooledLength,
  convolutionBlocks,
  convolutionEntries,
} from './parts/convolution-blocks.js';
import { type ModelInput, modelInputEntries } from './parts/model-input.js';
import { buildRecurrent, type RecurrentOptions, recurrentEntries } from './parts/recurrent.js';

/**
 * Options of {@link buildCnnLstm}; `filters` is [64, 64], `kernelSize` 5, `units` 64, `layers` 1 and `bidirectional` false
 * by default.
 */
export interface CnnLstmOptions extends ConvolutionOptions, RecurrentOptions {}

/** The fields of {@link CnnLstmOptions} as schema entries. */
export const cnnLstmEntries: OptionEntries<CnnLstmOptions> = { ...recurrentEntries, ...convolutionEntries };

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
  parseOptions('cnn-lstm', schema, options);
  const { filters = [64, 64], kernelSize = 5, poolSize = 2, blockDropout = 0.1, units = 64, layers = 1 } = options;
  const blocks = { filters, kernelSize, poolSize, blockDropout };
  checkPooledLength('cnn-lstm.frames', options.frames, blocks);
  return buildRecurrent(
    'cnn-lstm',
    { ...options, layers },
    (args) => lstm({ units, activation: 'tanh', recurrentActivation: 'sigmoid', ...args }),
    (features, seed) => convolutionBlocks(features, blocks, seed),
  );
}
