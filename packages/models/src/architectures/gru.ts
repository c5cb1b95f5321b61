import { checkFields } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { gru } from '@ser/kernels';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { OptionsOf } from '../schema/options.js';
import { type ModelInput, modelInputEntries } from './parts/model-input.js';
import { buildRecurrent, recurrentEntries } from './parts/recurrent.js';

/** The fields of {@link GruOptions}. */
export const gruEntries = recurrentEntries(128, 1);

/** Options of {@link buildGru}; `units` is 128 and `layers` 1 by default. */
export type GruOptions = OptionsOf<typeof gruEntries>;

const schema = v.strictObject({ ...modelInputEntries, ...gruEntries });

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
  const checked = checkFields(schema, options, { name: 'gru' });
  const { units } = checked;
  return buildRecurrent('gru', checked, (args) =>
    gru({ units, activation: 'tanh', recurrentActivation: 'sigmoid', ...args }),
  );
}
