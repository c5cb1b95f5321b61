import { checkFields, count, fraction, word } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { batchNormalization } from '@ser/kernels';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { dropout } from '../layers/dropout.js';
import { maskingEntries, sequenceOf } from '../layers/frame-mask.js';
import { TIME_STATISTICS, timeStatistics } from '../layers/time-statistics.js';
import type { OptionsOf } from '../schema/options.js';
import { type ModelInput, modelInputEntries } from './parts/model-input.js';
import { buildNetwork, chain } from './parts/network.js';

const FUNCTIONALS = 'a list of at least one functional';

/** The fields of {@link BaselineOptions}. */
export const baselineEntries = {
  ...maskingEntries,
  /** The functionals of each coefficient. Default mean, std, min, max and slope. */
  functionals: v.optional(v.pipe(v.array(word(...TIME_STATISTICS), FUNCTIONALS), v.minLength(1, FUNCTIONALS)), [
    'mean',
    'std',
    'min',
    'max',
    'slope',
  ]),
  /** Units of each hidden layer, each at least 1; an empty list makes it a multinomial logistic regression. Default [64]. */
  hidden: v.optional(v.array(count, 'a list of positive integers'), [64]),
  /** Dropout of functionals, and after each hidden layer, in [0, 1). Default 0.3. */
  dropout: v.optional(fraction, 0.3),
};

/** Options of {@link buildBaseline}. */
export type BaselineOptions = OptionsOf<typeof baselineEntries>;

const schema = v.strictObject({ ...modelInputEntries, ...baselineEntries });

/**
 * Builds the classical baseline of the field: functionals of the features over the whole window, and a small perceptron
 * (as Schuller et al., 2009, and eGeMAPS have it), all inside the network, so that the model file carries it.
 *
 * ```text
 * [frames, coeffs]
 *   → mean ⧺ std ⧺ min ⧺ max ⧺ slope over time → batch norm → dropout 0.3
 *   → dense 64, ReLU → dropout 0.3 → dense softmax [classes]
 * ```
 *
 * The batch norm, which has neither scale nor offset, standardizes each functional. Parameters: with
 * n = functionals · coeffs values, 2 · n running statistics, (n + 1) · hidden₁ + (hidden₁ + 1) · hidden₂ + …, and
 * (last + 1) · classes; with defaults, 40 coefficients and 7 classes 13 719.
 *
 * The class `TimeStatistics` is our own; all other layers are stock classes.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range.
 */
export function buildBaseline(options: ModelInput & BaselineOptions): LayersModel {
  const checked = checkFields(schema, options, { name: 'baseline' });
  const { functionals, hidden, dropout: rate } = checked;
  return buildNetwork('baseline', checked, (features, seed) => {
    const drop = (name: string): tfl.layers.Layer => dropout({ rate, seed: seed(name), name });
    const { x, mask } = sequenceOf(features, checked);
    const statistics = timeStatistics({ statistics: functionals, name: 'functionals' });
    return chain(
      statistics.apply(mask === undefined ? x : [x, mask]) as SymbolicTensor,
      batchNormalization({ scale: false, center: false, epsilon: 1e-5, name: 'standardize' }),
      drop('functionals_dropout'),
      ...hidden.flatMap((units, index) => [
        tfl.layers.dense({ units, activation: 'relu', name: `hidden_${index + 1}` }),
        drop(`hidden_dropout_${index + 1}`),
      ]),
    );
  });
}
