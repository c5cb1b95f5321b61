import { count, fraction, word } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { dropout } from '../../layers/dropout.js';
import { maskingEntries, type Sequence, sequenceOf } from '../../layers/frame-mask.js';
import { poolOverTime, TIME_POOLINGS } from '../../layers/time-pooling.js';
import type { OptionsOf } from '../../schema/options.js';
import type { ModelInput } from './model-input.js';
import { buildNetwork, chain, type SeedOf } from './network.js';

/** The fields of {@link HeadOptions}. */
export const headEntries = {
  ...maskingEntries,
  /** How frames become one vector. Default `meanStd`. */
  pooling: v.optional(word(...TIME_POOLINGS), 'meanStd'),
  /** Units of the hidden layer before the output, at least 1. Default 64. */
  denseUnits: v.optional(count, 64),
  /** Dropout after the hidden layer, in [0, 1). Default 0.3. */
  dropout: v.optional(fraction, 0.3),
};

/** Options of the layers between the sequence of frames and the emotion, in most architectures here. */
export type HeadOptions = OptionsOf<typeof headEntries>;

/** {@link HeadOptions} with their defaults filled in. */
export type Head = v.InferOutput<v.StrictObjectSchema<typeof headEntries, undefined>>;

/** Returns a sequence [batch, steps, units] of the features. */
export type Encoder = (features: Sequence, seed: SeedOf) => Sequence;

/**
 * Returns a network of `encoder` and the common head: pooling over time → dense, ReLU → dropout → dense softmax `emotion`.
 *
 * @returns an uncompiled network from [batch, frames, coeffs] to [batch, classes], its weights drawn from the seed.
 */
export function buildClassifier(name: string, input: ModelInput, head: Head, encoder: Encoder): LayersModel {
  return buildNetwork(name, input, (features, seed) => {
    const sequence = encoder(sequenceOf(features, head), seed);
    return hiddenLayer(poolOverTime(sequence, head.pooling), head, seed);
  });
}

/** Returns what follows the pooling: dense, ReLU → dropout. */
export const hiddenLayer = (
  pooled: SymbolicTensor,
  { denseUnits, dropout: rate }: Pick<Head, 'denseUnits' | 'dropout'>,
  seed: SeedOf,
): SymbolicTensor =>
  chain(
    pooled,
    tfl.layers.dense({ units: denseUnits, activation: 'relu', name: 'hidden' }),
    dropout({ rate, seed: seed('hidden_dropout'), name: 'hidden_dropout' }),
  );
