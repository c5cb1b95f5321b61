import { SerError } from '@ser/core';
import { type Hdf5File, MAX_WEIGHT_BYTES } from '../hdf5/read-hdf5.js';
import type { GraphLayer } from '../network/network-graph.js';
import { layerFolders, type WeightSlot } from './weight-layout.js';

/** Returns the paths of a layer's datasets in the order of its slots, with their shapes checked. */
export type WeightFinder = (layer: string, slots: readonly WeightSlot[]) => string[];

/** Returns the paths of a layer's datasets, in order. */
type PathsOf = (layer: string, slots: readonly WeightSlot[]) => string[];

const missing = (layer: string): SerError =>
  new SerError('INVALID_MODEL', `layer ${layer}: the file has no weights for it`);

/** Returns an attribute that Keras splits into numbered parts if it is long. */
function splitTexts(file: Hdf5File, group: string, attribute: string): readonly string[] | undefined {
  const whole = file.texts(group, attribute);
  if (whole !== undefined) return whole;
  const parts: string[] = [];
  for (let index = 0; ; index++) {
    const part = file.texts(group, `${attribute}${index}`);
    if (part === undefined) return index === 0 ? undefined : parts;
    parts.push(...part);
  }
}

/** Keras 2: a group for each layer, whose attribute lists its weights. */
const legacyPaths =
  (file: Hdf5File, root: string): PathsOf =>
  (layer) => {
    const group = `${root}${layer}`;
    const names = splitTexts(file, group, 'weight_names');
    if (names === undefined) throw missing(layer);
    return names.map((name) => `${group}/${name}`);
  };

/** Keras 3: a folder for each layer, named after its class; an attribute of the folder names the layer. */
function modernPaths(file: Hdf5File, layers: readonly GraphLayer[]): PathsOf {
  const folders = layerFolders(layers.map(({ className }) => className));
  const byLayer = new Map(layers.map(({ name }, index) => [name, folders[index]!]));
  for (const key of file.keys('layers')) {
    const name = file.text(`layers/${key}/vars`, 'name');
    if (name !== undefined && byLayer.has(name)) byLayer.set(name, `layers/${key}`);
  }
  return (layer, slots) => slots.map(({ path }) => `${byLayer.get(layer)}/${path}`);
}

/**
 * Finds the weights in a Keras file: `model_weights` of a whole model, or a file of weights alone, of Keras 2 or 3.
 *
 * @param layers of the network, in the order of Keras.
 * @throws SerError `INVALID_MODEL` for a file without weights; from the finder, for weights that are missing, have
 *   another shape, or are larger than 512 MB together.
 */
export function weightFinder(file: Hdf5File, layers: readonly GraphLayer[]): WeightFinder {
  const top = file.keys('');
  const root = top.includes('model_weights') ? 'model_weights/' : '';
  const isModern = root === '' && splitTexts(file, '', 'layer_names') === undefined;
  if (isModern && !top.includes('layers')) throw new SerError('INVALID_MODEL', 'the file contains no Keras weights');
  const pathsOf = isModern ? modernPaths(file, layers) : legacyPaths(file, root);
  let bytes = 0;
  return (layer, slots) => {
    if (slots.length === 0) return [];
    const paths = pathsOf(layer, slots);
    if (paths.length !== slots.length)
      throw new SerError('INVALID_MODEL', `layer ${layer}: the file has ${paths.length} weights, not ${slots.length}`);
    for (const [index, { name, shape }] of slots.entries()) {
      const found = file.shape(paths[index]!);
      if (found === undefined) throw missing(layer);
      if (found.length !== shape.length || found.some((size, axis) => size !== shape[axis]))
        throw new SerError(
          'INVALID_MODEL',
          `layer ${layer}: ${name} has the shape [${found.join(', ')}], not [${shape.join(', ')}]`,
        );
      bytes += 4 * shape.reduce((product, size) => product * size, 1);
      if (bytes > MAX_WEIGHT_BYTES)
        throw new SerError('INVALID_MODEL', `the weights have more than ${MAX_WEIGHT_BYTES} bytes`);
    }
    return paths;
  };
}
