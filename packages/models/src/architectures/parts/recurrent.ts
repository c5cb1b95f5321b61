import { count, flag, fraction, word } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { LayersModel, RNN, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { dropout, spatialDropout1d } from '../../layers/dropout.js';
import { type Sequence, sequenceOf } from '../../layers/frame-mask.js';
import { reverseTime } from '../../layers/reverse-time.js';
import { poolOverTime, TIME_POOLINGS } from '../../layers/time-pooling.js';
import { timeStatistics } from '../../layers/time-statistics.js';
import type { OptionsOf } from '../../schema/options.js';
import { type Encoder, headEntries, hiddenLayer } from './classifier.js';
import type { ModelInput } from './model-input.js';
import { buildNetwork, chain } from './network.js';

/** Returns the fields of {@link RecurrentOptions} with the defaults of an architecture. */
export const recurrentEntries = (units: number, layers: number) => ({
  ...headEntries,
  /**
   * How the outputs become one vector; `last` takes the last output of the last layer, of each direction the one that it
   * ends with. Default `meanStd`.
   */
  pooling: v.optional(word(...TIME_POOLINGS, 'last'), 'meanStd'),
  /** Units of each recurrent layer, per direction, at least 1; multiples of 4 run fastest. */
  units: v.optional(count, units),
  /** Recurrent layers on top of each other, at least 1. */
  layers: v.optional(count, layers),
  /** True if each layer also reads the clip backwards: twice the outputs, and whole clips only, no streams. Default false. */
  bidirectional: v.optional(flag, false),
  /** Dropout of whole units after each recurrent layer, in [0, 1). Default 0.2. */
  layerDropout: v.optional(fraction, 0.2),
});

type RecurrentEntries = ReturnType<typeof recurrentEntries>;

/** Options of the recurrent networks. */
export type RecurrentOptions = OptionsOf<RecurrentEntries>;

type Recurrence = v.InferOutput<v.StrictObjectSchema<RecurrentEntries, undefined>>;

/** Returns a recurrent layer that returns all its outputs, or the last one. */
export type RecurrentLayer = (args: { name: string; returnSequences: boolean }) => tfl.layers.Layer;

/** Returns a network of an optional encoder, a stack of recurrent layers, each followed by dropout, their pooling, and the common head. */
export function buildRecurrent(
  name: string,
  options: ModelInput & Recurrence,
  recurrentLayer: RecurrentLayer,
  encoder: Encoder = (features) => features,
): LayersModel {
  const { layers, bidirectional, layerDropout: rate, pooling } = options;
  const outputs = bidirectional ? bothDirections : oneDirection;
  return buildNetwork(name, options, (features, seed) => {
    let sequence = encoder(sequenceOf(features, options), seed);
    for (let index = 1; index <= layers; index++) {
      const part = `${index}`;
      const dropoutName = `${name}_dropout_${part}`;
      const drop = { rate, seed: seed(dropoutName), name: dropoutName };
      if (pooling === 'last' && index === layers) {
        const last = chain(outputs(sequence, name, part, false, recurrentLayer), dropout(drop));
        return hiddenLayer(last, options, seed);
      }
      const x = chain(outputs(sequence, name, part, true, recurrentLayer), spatialDropout1d(drop));
      sequence = { x, mask: sequence.mask };
    }
    return hiddenLayer(poolOverTime(sequence, pooling as Exclude<typeof pooling, 'last'>), options, seed);
  });
}

/** All outputs of a layer, or the last one before the padding. */
function run(
  { x, mask }: Sequence,
  name: string,
  returnSequences: boolean,
  recurrentLayer: RecurrentLayer,
): SymbolicTensor {
  const layer = recurrentLayer({ name, returnSequences: returnSequences || mask !== undefined });
  // The orthogonal initializer of tfjs is slow; initializeWeights sets these weights afterwards.
  layer.setFastWeightInitDuringBuild(true);
  const y = layer.apply(x) as SymbolicTensor;
  if (returnSequences || mask === undefined) return y;
  return timeStatistics({ statistics: ['last'], name: `${name}_last` }).apply([y, mask]) as SymbolicTensor;
}

const oneDirection = (
  sequence: Sequence,
  name: string,
  index: string,
  returnSequences: boolean,
  recurrentLayer: RecurrentLayer,
): SymbolicTensor => run(sequence, `${name}_${index}`, returnSequences, recurrentLayer);

/**
 * A layer's outputs forwards ⧺ backwards. What comes after a step does not change it, so padding at the end needs no mask
 * in the recurrence itself: the layer that reads backwards is given the steps before the padding in reverse.
 */
function bothDirections(
  sequence: Sequence,
  name: string,
  index: string,
  returnSequences: boolean,
  recurrentLayer: RecurrentLayer,
): SymbolicTensor {
  const joined = `bidirectional_${index}`;
  if (sequence.mask === undefined) {
    const layer = recurrentLayer({ name: `${name}_${index}`, returnSequences }) as RNN;
    return run(sequence, joined, returnSequences, () =>
      tfl.layers.bidirectional({ layer, mergeMode: 'concat', name: joined }),
    );
  }
  const backwards = reverseTime(sequence, `reverse_${index}`);
  const forward = run(sequence, `forward_${name}_${index}`, returnSequences, recurrentLayer);
  const backward = run(backwards, `backward_${name}_${index}`, returnSequences, recurrentLayer);
  const back = { x: backward, mask: sequence.mask };
  const aligned = returnSequences ? reverseTime(back, `realign_${index}`).x : backward;
  return tfl.layers.concatenate({ name: joined }).apply([forward, aligned]) as SymbolicTensor;
}
