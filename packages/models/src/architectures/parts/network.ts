import { Random } from '@ser/core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { requireBackend } from '../../backend/start-backend.js';
import { initializeWeights } from './initialize-weights.js';
import { type ModelInput, seedOf } from './model-input.js';

/** The seed of a layer, by its name. */
export type SeedOf = (layer: string) => number;

/** Makes the vector [batch, units] that the classes are told apart by. */
export type NetworkBody = (features: SymbolicTensor, seed: SeedOf) => SymbolicTensor;

/**
 * A network of `body` and the output that all networks here share: dense softmax `emotion`.
 *
 * @returns an uncompiled network from [batch, frames, coeffs] to [batch, classes], its weights drawn from the seed.
 */
export function buildNetwork(name: string, input: ModelInput, body: NetworkBody): LayersModel {
  requireBackend();
  const random = new Random(seedOf(input));
  const seed: SeedOf = (layer) => random.fork(layer).uint32();
  const features = tfl.input({ shape: [input.frames, input.coeffs], name: 'features' });
  const emotion = tfl.layers
    .dense({ units: input.classes, activation: 'softmax', name: 'emotion' })
    .apply(body(features, seed)) as SymbolicTensor;
  const network = tfl.model({ inputs: features, outputs: emotion, name });
  initializeWeights(network, random);
  return network;
}

/** Applies layers one after the other. */
export const chain = (x: SymbolicTensor, ...layers: readonly tfl.layers.Layer[]): SymbolicTensor =>
  layers.reduce((y, layer) => layer.apply(y) as SymbolicTensor, x);
