import { SerError } from '@ser/core';
import type { GraphLayer } from '../network/network-graph.js';
import { type Hdf5Reader, MAX_WEIGHT_BYTES } from './hdf5.js';
import { layerFolders, type WeightSlot } from './weight-layout.js';

/** The weights of a file by layer. */
export interface WeightSource {
  /** The weights of a layer, checked against what it expects; nothing larger than that is read. */
  read(layer: string, slots: readonly WeightSlot[]): Float32Array[];
}

/** Paths of a layer's datasets, in order. */
type PathsOf = (layer: string, slots: readonly WeightSlot[]) => string[];

const missing = (layer: string): SerError =>
  new SerError('INVALID_MODEL', `layer ${layer}: the file holds no weights for it`);

/** An attribute that Keras splits into numbered parts where it is long. */
function splitTexts(reader: Hdf5Reader, group: string, attribute: string): string[] | undefined {
  const whole = reader.texts(group, attribute);
  if (whole !== undefined) return whole;
  const parts: string[] = [];
  for (let index = 0; ; index++) {
    const part = reader.texts(group, `${attribute}${index}`);
    if (part === undefined) return index === 0 ? undefined : parts;
    parts.push(...part);
  }
}

/** Keras 2: a group for each layer, whose attribute lists its weights. */
const legacyPaths =
  (reader: Hdf5Reader, root: string): PathsOf =>
  (layer) => {
    const group = `${root}${layer}`;
    const names = splitTexts(reader, group, 'weight_names');
    if (names === undefined) throw missing(layer);
    return names.map((name) => `${group}/${name}`);
  };

/** Keras 3: a folder for each layer, named by its class; its attribute says which layer it is. */
function modernPaths(reader: Hdf5Reader, layers: readonly GraphLayer[]): PathsOf {
  const folders = layerFolders(layers.map(({ className }) => className));
  const byLayer = new Map(layers.map(({ name }, index) => [name, folders[index]!]));
  for (const key of reader.keys('layers')) {
    const name = reader.text(`layers/${key}/vars`, 'name');
    if (name !== undefined && byLayer.has(name)) byLayer.set(name, `layers/${key}`);
  }
  return (layer, slots) => slots.map(({ path }) => `${byLayer.get(layer)}/${path}`);
}

/**
 * Finds the weights in a Keras file: `model_weights` of a full model, or a file of weights alone, of Keras 2 or 3.
 *
 * @param layers of the network, in Keras' order.
 */
export function weightSource(reader: Hdf5Reader, layers: readonly GraphLayer[]): WeightSource {
  const top = reader.keys('');
  const root = top.includes('model_weights') ? 'model_weights/' : '';
  const isModern = root === '' && splitTexts(reader, '', 'layer_names') === undefined;
  if (isModern && !top.includes('layers')) throw new SerError('INVALID_MODEL', 'the file holds no weights of Keras');
  const pathsOf = isModern ? modernPaths(reader, layers) : legacyPaths(reader, root);
  let bytes = 0;
  return {
    read(layer, slots) {
      if (slots.length === 0) return [];
      const paths = pathsOf(layer, slots);
      if (paths.length !== slots.length)
        throw new SerError(
          'INVALID_MODEL',
          `layer ${layer}: the file has ${paths.length} weights, not ${slots.length}`,
        );
      return slots.map(({ name, shape }, index) => {
        const found = reader.shape(paths[index]!);
        if (found === undefined) throw missing(layer);
        if (found.length !== shape.length || found.some((size, axis) => size !== shape[axis]))
          throw new SerError(
            'INVALID_MODEL',
            `layer ${layer}: ${name} has the shape [${found.join(', ')}], not [${shape.join(', ')}]`,
          );
        bytes += 4 * shape.reduce((product, size) => product * size, 1);
        if (bytes > MAX_WEIGHT_BYTES)
          throw new SerError('INVALID_MODEL', `more than ${MAX_WEIGHT_BYTES} bytes of weights`);
        return reader.floats(paths[index]!);
      });
    },
  };
}
