import { checkFields, count } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import type { OptionsOf } from '../schema/options.js';
import { type ModelInput, modelInputEntries } from './parts/model-input.js';
import { buildNetwork, chain } from './parts/network.js';

/** The fields of {@link TemplateOptions}. */
export const templateEntries = {
  /** Units of the hidden layer, at least 1. Default 8. */
  units: v.optional(count, 8),
};

/** Options of {@link buildTemplate}. */
export type TemplateOptions = OptionsOf<typeof templateEntries>;

const schema = v.strictObject({ ...modelInputEntries, ...templateEntries });

/**
 * Builds a perceptron over all frames of a window.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range.
 */
export function buildTemplate(options: ModelInput & TemplateOptions): LayersModel {
  const checked = checkFields(schema, options, { name: 'template' });
  return buildNetwork('template', checked, (features) =>
    chain(
      features,
      tfl.layers.flatten({ name: 'flat' }),
      tfl.layers.dense({ units: checked.units, activation: 'relu', name: 'hidden' }),
    ),
  );
}
