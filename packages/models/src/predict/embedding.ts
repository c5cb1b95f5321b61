import { SerError } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { type OutputOptions, predictOutputs } from './outputs.js';

/**
 * Returns a network that shares the weights of a classifier and has two outputs: the class probabilities and the
 * embedding, which is the input of the last dense layer.
 *
 * @throws SerError `INVALID_MODEL` for a network whose last dense layer does not take one vector.
 */
export function withEmbedding(network: LayersModel): LayersModel {
  const dense = network.layers.filter((layer) => layer.getClassName() === 'Dense').at(-1);
  const embedding = dense && ([dense.input].flat() as SymbolicTensor[])[0];
  if (embedding?.shape.length !== 2)
    throw new SerError('INVALID_MODEL', 'the network has no dense layer that takes one vector, so it has no embedding');
  return tfl.model({ inputs: network.inputs, outputs: [network.outputs[0]!, embedding] });
}

/** The probabilities and the embedding of each clip. */
export interface EmbeddedClips {
  /** [clips][classes], as `predictProbabilities` returns them. */
  readonly probabilities: number[][];
  /** [clips][units]. */
  readonly embeddings: number[][];
}

/**
 * Returns the class probabilities and the embedding of each clip: both are means over the windows of the clip.
 *
 * @param network a network that {@link withEmbedding} made.
 */
export function predictEmbedded(
  network: LayersModel,
  features: readonly FeatureMatrix[],
  options: OutputOptions,
): EmbeddedClips {
  const [probabilities, embeddings] = predictOutputs(network, features, options);
  return { probabilities: probabilities!, embeddings: embeddings! };
}
