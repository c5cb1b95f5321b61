import { SerError } from '@ser/core';
import { io, util } from '@tensorflow/tfjs-core';
import {
  initializers,
  type LayersModel,
  type LayerVariable,
  layers,
  models,
  type Shape,
} from '@tensorflow/tfjs-layers';

type AddWeight = (
  this: layers.Layer,
  name: string,
  shape: Shape,
  dtype: string | undefined,
  initializer: unknown,
  ...rest: unknown[]
) => LayerVariable;

/**
 * Builds a network from its description, as long as it asks for no more weights than `limit` values, all zero.
 *
 * A description of a few bytes can name layers of any size, and tfjs allocates what it names before it looks at the
 * weights. Every layer makes its weights by `addWeight`; tfjs builds all of them before it first yields, so that no other
 * network can be built while the limit stands.
 */
async function buildWithin(modelTopology: object, limit: number): Promise<LayersModel> {
  const prototype = layers.Layer.prototype as unknown as { addWeight: AddWeight };
  const { addWeight } = prototype;
  const zeros = initializers.zeros();
  const made: LayerVariable[] = [];
  let left = limit;
  let building: Promise<LayersModel>;
  prototype.addWeight = function (name, shape, dtype, _, ...rest) {
    left -= util.sizeFromShape(shape as number[]);
    if (!(left >= 0))
      throw new SerError('INVALID_MODEL', `layer ${this.name} asks for more weights than the ${limit} of the file`);
    const variable = addWeight.call(this, name, shape, dtype, zeros, ...rest);
    made.push(variable);
    return variable;
  };
  try {
    building = models.modelFromJSON({ modelTopology: modelTopology as never });
  } finally {
    prototype.addWeight = addWeight;
  }
  try {
    return await building;
  } catch (error) {
    for (const variable of made) variable.dispose();
    throw error;
  }
}

/**
 * The network of a model file, with its weights, which need not be trusted: no more is allocated than the weights that
 * are there fill.
 */
export async function restoreNetwork({
  modelTopology,
  weightSpecs = [],
  weightData = [],
}: io.ModelArtifacts): Promise<LayersModel> {
  if (modelTopology === undefined || modelTopology instanceof ArrayBuffer)
    throw new SerError('INVALID_MODEL', 'the network has no description');
  const values = weightSpecs.reduce((sum, { shape }) => sum + util.sizeFromShape(shape), 0);
  const network = await buildWithin(modelTopology, values);
  const weights = io.decodeWeights(weightData, weightSpecs);
  try {
    network.loadWeights(weights);
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  } finally {
    for (const weight of Object.values(weights)) weight.dispose();
  }
}
