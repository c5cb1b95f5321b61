import { gru } from '@ser/kernels';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { parseOptions } from '../schema/parse.js';
import { type ModelInput, modelInputEntries } from './parts/model-input.js';
import { buildRecurrent, type RecurrentOptions, recurrentEntries } from './parts/recurrent.js';

/** Options of {@link buildGru}; `units` is 128 and `layers` 1 by default. */
export type GruOptions = RecurrentOptions;

const schema = v.strictObject({ ...modelInputEntries, ...recurrentEntries });

/**
 * Builds a network of gated recurrent units (Cho et al., 2014).
 *
 * ```text
 * [frames, coeffs]
 *   → GRU 128, sigmoid gates, all outputs → spatial dropout 0.2
 *   → mean ⧺ standard deviation over time → dense 64, ReLU → dropout 0.3 → dense softmax [classes]
 * ```
 *
 * The gates use the logistic sigmoid, and the reset gate acts before the recurrent product. Parameters: each layer
 * 3 · (inputs + units + 1) · units per direction, and the head as in `buildLstm`; with defaults, 188 frames,
 * 40 coefficients and 7 classes 82 175.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range.
 */
export function buildGru(options: ModelInput & GruOptions): LayersModel {
  parseOptions('gru', schema, options);
  const { units = 128, layers = 1 } = options;
  return buildRecurrent('gru', { ...options, layers }, (args) =>
    gru({ units, activation: 'tanh', recurrentActivation: 'sigmoid', ...args }),
  );
}
