import { printable, SerError } from '@ser/core';
import { io, util } from '@tensorflow/tfjs-core';
import {
  initializers,
  type LayersModel,
  type LayerVariable,
  layers,
  models,
  type Shape,
} from '@tensorflow/tfjs-layers';
import { checkGraph } from './check-graph.js';

type AddWeight = (
  this: layers.Layer,
  name: string,
  shape: Shape,
  dtype: string | undefined,
  initializer: unknown,
  ...rest: unknown[]
) => LayerVariable;

/** Values that a layer may give for one window. */
const MAX_OUTPUTS = 2 ** 26;

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
      throw new SerError(
        'INVALID_MODEL',
        `layer ${printable(this.name)} asks for more weights than the ${limit} of the file`,
      );
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
    const network = await building;
    if (!('loadWeights' in network)) throw new SerError('INVALID_MODEL', 'it describes a layer, not a network');
    checkShapes(network);
    return network;
  } catch (error) {
    for (const variable of made) variable.dispose();
    throw error;
  }
}

/** The shapes of a layer's outputs, at every place where it is used. */
const outputShapes = ({ inboundNodes }: layers.Layer): Shape[] =>
  inboundNodes.flatMap(({ outputShapes: shapes }) =>
    Array.isArray(shapes[0]) ? (shapes as Shape[]) : [shapes as Shape],
  );

/** Refuses layers whose outputs have no size, or one that fills the memory: they would fail in the first prediction. */
function checkShapes(network: { readonly layers: readonly layers.Layer[] }): void {
  for (const layer of network.layers) {
    for (const [, ...shape] of outputShapes(layer)) {
      const sizes = shape.filter((length) => length !== null);
      if (!sizes.every((length) => Number.isSafeInteger(length) && length > 0))
        throw new SerError(
          'INVALID_MODEL',
          `layer ${printable(layer.name)} gives outputs of shape [${shape.join(', ')}]; lengths must be positive integers`,
        );
      if (!(sizes.reduce((product, length) => product * length, 1) <= MAX_OUTPUTS))
        throw new SerError(
          'INVALID_MODEL',
          `layer ${printable(layer.name)} gives outputs of shape [${shape.join(', ')}]; at most ${MAX_OUTPUTS} values are computed`,
        );
    }
    if ('layers' in layer && Array.isArray(layer.layers)) checkShapes({ layers: layer.layers as layers.Layer[] });
  }
}

/**
 * Builds the network of a model file, with its weights, which need not be trusted: its graph and sizes are checked, and
 * no more is allocated than the weights that are there fill.
 *
 * @param file name of the file in messages.
 * @throws SerError `INVALID_MODEL`, and errors of tfjs for descriptions that it cannot build.
 */
export async function restoreNetwork(
  file: string,
  { modelTopology, weightSpecs = [], weightData = [] }: io.ModelArtifacts,
): Promise<LayersModel> {
  if (modelTopology === undefined || modelTopology instanceof ArrayBuffer)
    throw new SerError('INVALID_MODEL', `${file} has no description of a network`);
  checkGraph(file, modelTopology);
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
