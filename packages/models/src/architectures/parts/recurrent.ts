import type { LayersModel, RNN, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { dropout, spatialDropout1d } from '../../layers/dropout.js';
import { type Sequence, sequenceOf } from '../../layers/frame-mask.js';
import { reverseTime } from '../../layers/reverse-time.js';
import { poolOverTime, TIME_POOLINGS, type TimePooling } from '../../layers/time-pooling.js';
import { timeStatistics } from '../../layers/time-statistics.js';
import { fraction, integerFrom, type OptionEntries } from '../../schema/parse.js';
import { type Encoder, type HeadOptions, headEntries, hiddenLayer } from './classifier.js';
import type { ModelInput } from './model-input.js';
import { buildNetwork, chain } from './network.js';

/** Options shared by the recurrent networks. */
export interface RecurrentOptions extends Omit<HeadOptions, 'pooling'> {
  /**
   * How the outputs become one vector; `last` takes the last layer's last one, of each direction the one that it ends
   * with. Default `meanStd`.
   */
  pooling?: TimePooling | 'last';
  /** Units of each recurrent layer, per direction; multiples of 4 run fastest. */
  units?: number;
  /** Recurrent layers on top of each other. */
  layers?: number;
  /** Whether each layer also reads the clip backwards; doubles its outputs. Needs whole clips: no streaming. */
  bidirectional?: boolean;
  /** Dropout of whole units after each recurrent layer, in [0, 1). Default 0.2. */
  layerDropout?: number;
}

/** The fields of {@link RecurrentOptions} as schema entries. */
export const recurrentEntries: OptionEntries<RecurrentOptions> = {
  ...headEntries,
  pooling: v.exactOptional(v.picklist([...TIME_POOLINGS, 'last'])),
  units: v.exactOptional(integerFrom(1)),
  layers: v.exactOptional(integerFrom(1)),
  bidirectional: v.exactOptional(v.boolean()),
  layerDropout: v.exactOptional(fraction),
};

/** Makes a recurrent layer that returns all its outputs, or the last one. */
export type RecurrentLayer = (args: { name: string; returnSequences: boolean }) => tfl.layers.Layer;

/** An optional encoder, a stack of recurrent layers, each followed by dropout, their pooling, and the common head. */
export function buildRecurrent(
  name: string,
  options: ModelInput & RecurrentOptions & { layers: number },
  recurrentLayer: RecurrentLayer,
  encoder: Encoder = (features) => features,
): LayersModel {
  const { layers, bidirectional = false, layerDropout: rate = 0.2, pooling = 'meanStd' } = options;
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
    return hiddenLayer(poolOverTime(sequence, pooling as TimePooling), options, seed);
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
