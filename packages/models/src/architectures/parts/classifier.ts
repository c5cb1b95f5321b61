import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { dropout } from '../../layers/dropout.js';
import { type MaskingOptions, maskingEntries, type Sequence, sequenceOf } from '../../layers/frame-mask.js';
import { poolOverTime, TIME_POOLINGS, type TimePooling } from '../../layers/time-pooling.js';
import { fraction, integerFrom, type OptionEntries } from '../../schema/parse.js';
import type { ModelInput } from './model-input.js';
import { buildNetwork, chain, type SeedOf } from './network.js';

/** What stands between a sequence of frames and its emotion, in most architectures here. */
export interface HeadOptions extends MaskingOptions {
  /** How frames become one vector. Default `meanStd`. */
  pooling?: TimePooling;
  /** Units of the hidden layer before the output. Default 64. */
  denseUnits?: number;
  /** Dropout after the hidden layer, in [0, 1). Default 0.3. */
  dropout?: number;
}

/** The fields of {@link HeadOptions} as schema entries. */
export const headEntries: OptionEntries<HeadOptions> = {
  ...maskingEntries,
  pooling: v.exactOptional(v.picklist(TIME_POOLINGS)),
  denseUnits: v.exactOptional(integerFrom(1)),
  dropout: v.exactOptional(fraction),
};

/** Makes a sequence [batch, steps, units] of the features. */
export type Encoder = (features: Sequence, seed: SeedOf) => Sequence;

/**
 * A network of `encoder` and the common head: pooling over time → dense, ReLU → dropout → dense softmax `emotion`.
 *
 * @returns an uncompiled network from [batch, frames, coeffs] to [batch, classes], its weights drawn from the seed.
 */
export function buildClassifier(name: string, input: ModelInput, head: HeadOptions, encoder: Encoder): LayersModel {
  return buildNetwork(name, input, (features, seed) => {
    const sequence = encoder(sequenceOf(features, head), seed);
    return hiddenLayer(poolOverTime(sequence, head.pooling ?? 'meanStd'), head, seed);
  });
}

/** What follows the pooling: dense, ReLU → dropout. */
export const hiddenLayer = (
  pooled: SymbolicTensor,
  { denseUnits = 64, dropout: rate = 0.3 }: Pick<HeadOptions, 'denseUnits' | 'dropout'>,
  seed: SeedOf,
): SymbolicTensor =>
  chain(
    pooled,
    tfl.layers.dense({ units: denseUnits, activation: 'relu', name: 'hidden' }),
    dropout({ rate, seed: seed('hidden_dropout'), name: 'hidden_dropout' }),
  );
