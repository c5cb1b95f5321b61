import type { LayersModel, RNN, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { buildClassifier, type HeadOptions, headEntries } from './classifier.js';
import { spatialDropout1d } from './dropout.js';
import type { ModelInput } from './model-input.js';
import { fraction, integerFrom } from './parse.js';

/** Options shared by the recurrent networks. */
export interface RecurrentOptions extends HeadOptions {
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
export const recurrentEntries: v.ObjectEntries = {
  ...headEntries,
  units: v.exactOptional(integerFrom(1)),
  layers: v.exactOptional(integerFrom(1)),
  bidirectional: v.exactOptional(v.boolean()),
  layerDropout: v.exactOptional(fraction),
};

/** A stack of recurrent layers that return their sequences, each followed by dropout, with the common head. */
export function buildRecurrent(
  name: string,
  options: ModelInput & RecurrentOptions & { layers: number },
  recurrentLayer: (name: string) => tfl.layers.Layer,
): LayersModel {
  const { layers, bidirectional = false, layerDropout = 0.2 } = options;
  return buildClassifier(name, options, options, (features, seed) => {
    let x = features;
    for (let index = 1; index <= layers; index++) {
      const inner = recurrentLayer(`${name}_${index}`);
      const layer = bidirectional
        ? tfl.layers.bidirectional({ layer: inner as RNN, mergeMode: 'concat', name: `bidirectional_${index}` })
        : inner;
      // The orthogonal initialiser of tfjs is slow; initialiseWeights sets these weights afterwards.
      layer.setFastWeightInitDuringBuild(true);
      const dropoutName = `dropout_${index}`;
      x = layer.apply(x) as SymbolicTensor;
      x = spatialDropout1d({ rate: layerDropout, seed: seed(dropoutName), name: dropoutName }).apply(
        x,
      ) as SymbolicTensor;
    }
    return x;
  });
}
