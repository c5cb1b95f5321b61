import { invalidArgument, SerError } from '@ser/core';
import type { FrontEndConfig } from '@ser/dsp';
import type { SerModel } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { firstDifference } from '../recipe/first-difference.js';
import { type LayerVariable, WeightVector } from './weight-vector.js';

/** What a network begins with instead of random weights, as messages can carry it. */
export interface InitialWeights {
  /** Shape of each weight, in the order of the layers. */
  readonly shapes: readonly (readonly number[])[];
  /** All weights, one after the other. */
  readonly values: Float32Array;
  /** Whether the weights of the output layer are among them. */
  readonly output: boolean;
}

/**
 * The weights of a model, to begin another with. Those of its output layer are among them if it has the same labels.
 *
 * @param frontEnd what the other model's features are made by.
 * @throws SerError `INVALID_ARGUMENT` if this model's features are made in another way; normalization may differ.
 */
export function initialWeightsOf(
  model: SerModel,
  { labels, frontEnd }: { labels: readonly string[]; frontEnd: FrontEndConfig },
): InitialWeights {
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
 * Gives a network the weights to begin with; an output layer that they are not of keeps its random ones.
 *
 * @throws SerError `INVALID_ARGUMENT` if the network is of another architecture.
 */
export function beginWith(network: LayersModel, { shapes, values, output }: InitialWeights): void {
  const variables = layerWeights(network, output);
  for (const [i, variable] of variables.entries()) {
    const [wanted, found] = [variable.shape, shapes[i]].map((shape) => (shape ? `[${shape.join(', ')}]` : 'missing'));
    if (wanted !== found) {
      throw new SerError('INVALID_ARGUMENT', `weight ${variable.name} is ${wanted}, in the initial model ${found}`, {
        hint: 'The initial model must be of the same architecture.',
      });
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
