import { invalidArgument, SerError } from '@ser/core';
import type { FrontEndConfig } from '@ser/dsp';
import type { SerModel } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { firstDifference } from '../recipe/first-difference.js';
import { type LayerVariable, WeightVector } from './weight-vector.js';

/** Initial weights of a network, as a message can carry them. */
export interface InitialWeights {
  /** Shape of each weight, in the order of the layers. */
  readonly shapes: readonly (readonly number[])[];
  /** All weights, concatenated. */
  readonly values: Float32Array;
  /** True if they include the weights of the output layer. */
  readonly output: boolean;
}

/**
 * Returns the weights of a model as initial weights of another. They include those of its output layer if it has the same
 * labels.
 *
 * @param other labels and front end of the other model.
 * @throws SerError `INVALID_ARGUMENT` if the front end of this model differs; normalization may differ.
 */
export function initialWeightsOf(
  model: SerModel,
  other: { readonly labels: readonly string[]; readonly frontEnd: FrontEndConfig },
): InitialWeights {
  const { labels, frontEnd } = other;
  const difference = firstDifference(withoutNormalization(model.frontEnd.config), withoutNormalization(frontEnd));
  if (difference) {
    throw invalidArgument(
      `frontEnd.${difference.field}`,
      difference.second,
      `${JSON.stringify(difference.first)} as in the initial model`,
    );
  }
  const output = model.labels.join() === labels.join();
  const variables = layerWeights(model.network, output);
  return {
    shapes: variables.map(({ shape }) => shape as number[]),
    values: new WeightVector(variables).read(),
    output,
  };
}

/**
 * Sets the initial weights of a network. If they do not include the output layer, it keeps its random weights.
 *
 * @throws SerError `INVALID_ARGUMENT` if the network has another architecture.
 */
export function setInitialWeights(network: LayersModel, { shapes, values, output }: InitialWeights): void {
  const variables = layerWeights(network, output);
  for (const [i, variable] of variables.entries()) {
    const [wanted, found] = [variable.shape, shapes[i]].map((shape) => (shape ? `[${shape.join(', ')}]` : 'missing'));
    if (wanted !== found) {
      throw new SerError(
        'INVALID_ARGUMENT',
        `weight ${variable.name} has shape ${wanted}, in the initial model ${found}`,
        {
          hint: 'The initial model must have the same architecture.',
        },
      );
    }
  }
  if (variables.length < shapes.length) {
    throw new SerError(
      'INVALID_ARGUMENT',
      `the initial model has ${shapes.length} weights, the network ${variables.length}`,
    );
  }
  new WeightVector(variables).write(values);
}

const layerWeights = ({ layers }: LayersModel, output: boolean): LayerVariable[] =>
  layers.slice(0, output ? undefined : -1).flatMap(({ weights }) => weights);

const withoutNormalization = ({ normalization: _, ...config }: FrontEndConfig): unknown => config;
