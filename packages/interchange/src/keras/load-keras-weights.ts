import { SerError } from '@ser/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type ReadOptions, withHdf5 } from '../hdf5/read-hdf5.js';
import { setWeights } from '../network/set-weights.js';
import { kerasNetwork } from './keras-layers.js';
import { isZip, readKerasZip } from './keras-zip.js';
import { weightSlots } from './weight-layout.js';
import { weightFinder } from './weight-source.js';

/**
 * Sets the weights of a network from a Keras file: `.weights.h5` of Keras 3, weights or a whole model in `.h5` of
 * Keras 2, or `.keras`. Layers are found by name (in `.weights.h5` of early Keras 3, by class and order).
 *
 * @param network a network with the same layers; it is changed.
 * @param bytes the whole file.
 * @param options.timeLimitMs time limit of reading the HDF5 part, in milliseconds; 20 000 by default.
 * @param options.signal stops reading; the promise rejects with its reason.
 * @throws SerError `INVALID_MODEL` that names a layer whose weights are missing or have another shape. No weight is set
 *   then.
 * @example
 * const network = buildModel({ kind: 'lstm' }, { frames: 200, coeffs: 40, classes: 7, seed: 1 });
 * await loadKerasWeights(network, await readFile('tuned.weights.h5'));
 */
export async function loadKerasWeights(
  network: LayersModel,
  bytes: Uint8Array,
  options: ReadOptions = {},
): Promise<void> {
  const { graph, shapeOf, ownerOf } = kerasNetwork(network, 'same');
  const hdf5 = isZip(bytes) ? readKerasZip(bytes).weights : bytes;
  await withHdf5(hdf5, options, async (file) => {
    const find = weightFinder(file, graph.layers);
    const found = graph.layers.flatMap(({ name, className, config, calls }) => {
      const input = calls[0]?.[0];
      const paths = input === undefined ? [] : find(name, weightSlots(className, config, shapeOf(input)));
      const owner = ownerOf(name);
      return owner === undefined || paths.length === 0 ? [] : [{ layer: network.getLayer(owner), paths }];
    });
    for (const { layer, paths } of found)
      if (layer.weights.length !== paths.length)
        throw new SerError(
          'INVALID_MODEL',
          `layer ${layer.name} has ${layer.weights.length} weights, the file has ${paths.length}`,
        );
    const values = await file.floats(found.flatMap(({ paths }) => paths));
    for (const { layer, paths } of found) setWeights(layer, values.splice(0, paths.length));
  });
}
