import { SerError } from '@ser/core';
import { tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { readHdf5 } from './hdf5.js';
import { kerasNetwork } from './keras-layers.js';
import { isZip, readKerasZip } from './keras-zip.js';
import { weightSlots } from './weight-layout.js';
import { weightSource } from './weight-source.js';

/**
 * Sets the weights of a network from a file of Keras: `.weights.h5` of Keras 3, weights or a whole model in `.h5` of
 * Keras 2, or `.keras`. Layers are found by name (in `.weights.h5` of early Keras 3, by class and order).
 *
 * @throws SerError `INVALID_MODEL` that names a layer whose weights are missing or of another shape; then none is set.
 */
export async function loadKerasWeights(network: LayersModel, bytes: Uint8Array): Promise<void> {
  const { graph, shapeOf, ownerOf } = kerasNetwork(network, 'same');
  const file = isZip(bytes) ? readKerasZip(bytes).weights : bytes;
  const found = await readHdf5(file, (reader) => {
    const source = weightSource(reader, graph.layers);
    return graph.layers.map(({ name, className, config, calls }) => {
      const input = calls[0]?.[0];
      return input === undefined ? [] : source.read(name, weightSlots(className, config, shapeOf(input)));
    });
  });
  for (const [index, values] of found.entries()) {
    const name = ownerOf(graph.layers[index]!.name);
    if (name === undefined || values.length === 0) continue;
    const layer = network.getLayer(name);
    if (layer.weights.length !== values.length)
      throw new SerError('INVALID_MODEL', `layer ${name} has ${layer.weights.length} weights, not ${values.length}`);
    const tensors = values.map((data, at) => tensor(data, layer.weights[at]!.shape as number[]));
    layer.setWeights(tensors);
    for (const item of tensors) item.dispose();
  }
}
