import { Random } from '@ser/core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { dropout } from './dropout.js';
import { initialiseWeights } from './initialise-weights.js';
import { type ModelInput, seedOf } from './model-input.js';
import { fraction, integerFrom } from './parse.js';
import { requireBackend } from './start-backend.js';
import { poolOverTime, TIME_POOLINGS, type TimePooling } from './time-pooling.js';

/** What stands between a sequence of frames and its emotion, in every architecture here. */
export interface HeadOptions {
  /** How frames become one vector. Default `meanStd`. */
  pooling?: TimePooling;
  /** Units of the hidden layer before the output. Default 64. */
  denseUnits?: number;
  /** Dropout after the hidden layer, in [0, 1). Default 0.3. */
  dropout?: number;
}

type Optional<T> = v.ExactOptionalSchema<v.GenericSchema<unknown, T>, undefined>;

/** The fields of {@link HeadOptions} as schema entries. */
export const headEntries: { pooling: Optional<TimePooling>; denseUnits: Optional<number>; dropout: Optional<number> } =
  {
    pooling: v.exactOptional(v.picklist(TIME_POOLINGS)),
    denseUnits: v.exactOptional(integerFrom(1)),
    dropout: v.exactOptional(fraction),
  };

/** Makes a layer's output of the sequence; `seed(name)` gives each layer a seed of its own. */
export type Encoder = (features: SymbolicTensor, seed: (layer: string) => number) => SymbolicTensor;

/**
 * A network of `encoder` and the common head: pooling over time → dense, ReLU → dropout → dense softmax `emotion`.
 *
 * @returns an uncompiled network from [batch, frames, coeffs] to [batch, classes], its weights drawn from the seed.
 */
export function buildClassifier(name: string, input: ModelInput, head: HeadOptions, encoder: Encoder): LayersModel {
  requireBackend();
  const random = new Random(seedOf(input));
  const seed = (layer: string): number => random.fork(layer).uint32();
  const features = tfl.input({ shape: [input.frames, input.coeffs], name: 'features' });
  const pooled = poolOverTime(encoder(features, seed), head.pooling ?? 'meanStd');
  const hidden = tfl.layers.dense({ units: head.denseUnits ?? 64, activation: 'relu', name: 'hidden' }).apply(pooled);
  const thinned = dropout({ rate: head.dropout ?? 0.3, seed: seed('hidden_dropout'), name: 'hidden_dropout' }).apply(
    hidden as SymbolicTensor,
  );
  const emotion = tfl.layers
    .dense({ units: input.classes, activation: 'softmax', name: 'emotion' })
    .apply(thinned as SymbolicTensor) as SymbolicTensor;
  const network = tfl.model({ inputs: features, outputs: emotion, name });
  initialiseWeights(network, random);
  return network;
}
