import { checkFields, count, fraction, integerFrom } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { batchNormalization, conv1d } from '@ser/kernels';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { spatialDropout1d } from '../layers/dropout.js';
import { maskingEntries, sequenceOf } from '../layers/frame-mask.js';
import { reverseTime } from '../layers/reverse-time.js';
import { poolOverTime } from '../layers/time-pooling.js';
import type { OptionsOf } from '../schema/options.js';
import { type ModelInput, modelInputEntries } from './parts/model-input.js';
import { buildNetwork, chain, type SeedOf } from './parts/network.js';

/** The fields of {@link TimNetOptions}. */
export const timNetEntries = {
  ...maskingEntries,
  /** Filters of every convolution, at least 1. Default 39. */
  filters: v.optional(count, 39),
  /** Frames that a causal filter sees, at least 1. Default 2. */
  kernelSize: v.optional(count, 2),
  /** Temporal blocks in each direction, with dilations 1, 2, 4 …; 1 to 16. Default 8. */
  dilations: v.optional(integerFrom(1, 16), 8),
  /** Dropout of whole filters after each convolution of a block, in [0, 1). Default 0.1. */
  blockDropout: v.optional(fraction, 0.1),
};

/** Options of {@link buildTimNet}. */
export type TimNetOptions = OptionsOf<typeof timNetEntries>;

const schema = v.strictObject({ ...modelInputEntries, ...timNetEntries });

type Checked = v.InferOutput<typeof schema>;

/**
 * Builds TIM-Net, the temporal-aware bidirectional multi-scale network (Ye et al., 2023).
 *
 * ```text
 * [frames, coeffs]                       [frames, coeffs] backwards
 *   → conv1d 1, 39 filters                 → conv1d 1, 39 filters
 *   → block, dilation 1    ───── + ─────   → block, dilation 1     → mean over time · w₁
 *   → block, dilation 2    ───── + ─────   → block, dilation 2     → mean over time · w₂
 *     …                                      …                          …
 *   → block, dilation 128  ───── + ─────   → block, dilation 128   → mean over time · w₈
 *                                                                  → Σ → dense softmax [classes]
 *
 * block: x · sigmoid(2 × (causal conv1d 2, dilated → batch norm → ReLU → spatial dropout 0.1))
 * ```
 *
 * Parameters, with f filters of width k, d dilations, and biases everywhere as published (4 · f of each batch norm, half
 * of them running statistics):
 *
 * ```text
 * two 1 × 1 convolutions      2 · (coeffs + 1) · f                3 120
 * 4 · d stages                4 · d · ((k · f + 1) · f + 4 · f)   103 584
 * weights of the scales       d                                   8
 * output                      (f + 1) · classes                   280
 * ```
 *
 * with defaults, 39 coefficients and 7 classes 106 992, as published. The published recipe is 39 MFCC at 22 050 Hz, not
 * standardized, of clips brought to one length, batches of 64, Adam 1e-3 with β 0.93 and 0.98, label smoothing 0.1.
 *
 * The class `ReverseTime` is our own; all other layers are stock classes.
 *
 * @throws SerError `INVALID_ARGUMENT` for options out of range.
 */
export function buildTimNet(options: ModelInput & TimNetOptions): LayersModel {
  const checked = checkFields(schema, options, { name: 'tim-net' });
  const { filters, dilations } = checked;
  return buildNetwork('tim-net', checked, (features, seed) => {
    const sequence = sequenceOf(features, checked);
    const { mask } = sequence;
    const directions = [
      { name: 'forward', x: sequence.x },
      { name: 'backward', x: reverseTime(sequence, 'reverse').x },
    ].map(({ name, x }) => ({ name, x: chain(x, conv1d({ filters, kernelSize: 1, name: `${name}_in` })) }));
    const scales: SymbolicTensor[] = [];
    for (let index = 1; index <= dilations; index++) {
      for (const direction of directions) {
        const name = `${direction.name}_${index}`;
        direction.x = temporalBlock(direction.x, 2 ** (index - 1), name, seed, checked);
      }
      // The mean of a sum is the sum of the means, which are smaller. Causal filters keep padding out of what is before it.
      const means = directions.map(({ name, x }) => poolOverTime({ x, mask }, 'mean', `${name}_${index}`));
      scales.push(tfl.layers.add({ name: `scale_${index}` }).apply(means) as SymbolicTensor);
    }
    return weightedSum(scales, filters);
  });
}

/** x · sigmoid(two stages of causal convolution, batch norm, ReLU and dropout). */
function temporalBlock(
  x: SymbolicTensor,
  dilationRate: number,
  name: string,
  seed: SeedOf,
  { filters, kernelSize, blockDropout }: Checked,
): SymbolicTensor {
  let gate = x;
  for (const stage of [`${name}_a`, `${name}_b`])
    gate = chain(
      gate,
      conv1d({ filters, kernelSize, dilationRate, padding: 'causal', name: `${stage}_conv` }),
      batchNormalization({ name: `${stage}_norm` }),
      tfl.layers.activation({ activation: 'relu', name: `${stage}_relu` }),
      spatialDropout1d({ rate: blockDropout, seed: seed(`${stage}_dropout`), name: `${stage}_dropout` }),
    );
  const open = chain(gate, tfl.layers.activation({ activation: 'sigmoid', name: `${name}_gate` }));
  return tfl.layers.multiply({ name }).apply([x, open]) as SymbolicTensor;
}

/** Σ wᵢ · vectorᵢ with learned scalars, as a dense layer over the axis of the vectors. */
function weightedSum(vectors: readonly SymbolicTensor[], units: number): SymbolicTensor {
  const joined =
    vectors.length === 1
      ? vectors[0]!
      : (tfl.layers.concatenate({ name: 'scales' }).apply([...vectors]) as SymbolicTensor);
  return chain(
    joined,
    tfl.layers.reshape({ targetShape: [vectors.length, units], name: 'scales_apart' }),
    tfl.layers.permute({ dims: [2, 1], name: 'scales_last' }),
    tfl.layers.dense({
      units: 1,
      useBias: false,
      kernelInitializer: tfl.initializers.randomUniform({ minval: -0.05, maxval: 0.05 }),
      name: 'scale_weights',
    }),
    tfl.layers.flatten({ name: 'weighted_scales' }),
  );
}
