import { checkFields } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { lstm } from '@ser/kernels';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { OptionsOf } from '../schema/options.js';
import { type ModelInput, modelInputEntries } from './parts/model-input.js';
import { buildRecurrent, recurrentEntries } from './parts/recurrent.js';

/** The fields of {@link LstmOptions}. */
export const lstmEntries = recurrentEntries(128, 1);

/** Options of {@link buildLstm}; `units` is 128 and `layers` 1 by default. */
export type LstmOptions = OptionsOf<typeof lstmEntries>;

const schema = v.strictObject({ ...modelInputEntries, ...lstmEntries });

/**
 * Builds a long short-term memory network (Hochreiter and Schmidhuber, 1997).
 *
 * ```text
 * [frames, coeffs]
 *   → LSTM 128, sigmoid gates, all outputs → spatial dropout 0.2
 *   → mean ⧺ standard deviation over time → dense 64, ReLU → dropout 0.3 → dense softmax [classes]
 * ```
 *
 * The gates use the logistic sigmoid (the default of tfjs is a piecewise linear one), as Keras and PyTorch do.
 * Parameters: each layer 4 · (inputs + units + 1) · units per direction, the head (2 · outputs + 1) · denseUnits +
 * (denseUnits + 1) · classes, and 2 fixed ones for each frame (see {@link TimePooling}); with defaults, 188 frames,
 * 40 coefficients and 7 classes 103 807.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range.
 */
export function buildLstm(options: ModelInput & LstmOptions): LayersModel {
  const checked = checkFields(schema, options, { name: 'lstm' });
  const { units } = checked;
  return buildRecurrent('lstm', checked, (args) =>
    lstm({ units, activation: 'tanh', recurrentActivation: 'sigmoid', ...args }),
  );
}
