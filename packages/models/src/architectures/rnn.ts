import { checkFields } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { simpleRNN } from '@ser/kernels';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { OptionsOf } from '../schema/options.js';
import { type ModelInput, modelInputEntries } from './parts/model-input.js';
import { buildRecurrent, recurrentEntries } from './parts/recurrent.js';

/** The fields of {@link RnnOptions}. */
export const rnnEntries = recurrentEntries(96, 2);

/** Options of {@link buildRnn}; `units` is 96 and `layers` 2 by default. */
export type RnnOptions = OptionsOf<typeof rnnEntries>;

const schema = v.strictObject({ ...modelInputEntries, ...rnnEntries });

/**
 * Builds a plain recurrent network (Elman, 1990).
 *
 * ```text
 * [frames, coeffs]
 *   → 2 × (SimpleRNN 96, tanh, all outputs → spatial dropout 0.2)
 *   → mean ⧺ standard deviation over time → dense 64, ReLU → dropout 0.3 → dense softmax [classes]
 * ```
 *
 * The recurrence starts orthogonal, and pooling over all outputs gives each frame a short way to the loss, so that
 * gradients survive long clips. Parameters: each layer (inputs + units + 1) · units per direction, the head
 * (2 · outputs + 1) · denseUnits + (denseUnits + 1) · classes, and 2 fixed ones for each frame (see {@link TimePooling});
 * with defaults, 188 frames, 40 coefficients and 7 classes 44 863.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range.
 */
export function buildRnn(options: ModelInput & RnnOptions): LayersModel {
  const checked = checkFields(schema, options, { name: 'rnn' });
  const { units } = checked;
  return buildRecurrent('rnn', checked, (args) => simpleRNN({ units, activation: 'tanh', ...args }));
}
