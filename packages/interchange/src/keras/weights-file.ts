import type { Hdf5Writer } from '../hdf5/write-hdf5.js';
import type { KerasNetwork } from './keras-layers.js';
import { layerFolders, type WeightSlot, weightSlots } from './weight-layout.js';

/** Yields the weights of each layer with their slots. */
function* layerWeights({ graph, shapeOf, weightsOf }: KerasNetwork): Generator<{
  name: string;
  slots: readonly WeightSlot[];
  values: readonly Float32Array[];
}> {
  for (const { name, className, config, calls } of graph.layers) {
    const input = calls[0]?.[0];
    const slots = input === undefined ? [] : weightSlots(className, config, shapeOf(input));
    yield { name, slots, values: weightsOf(name) };
  }
}

/** Writes weights as Keras 2 does: a group for each layer, with the names of its weights in an attribute. */
export function writeLegacyWeights(file: Hdf5Writer, root: string, network: KerasNetwork): void {
  const layers = [...layerWeights(network)];
  file.group(root);
  file.texts(
    root,
    'layer_names',
    layers.map(({ name }) => name),
  );
  file.text(root, 'backend', 'tensorflow');
  file.text(root, 'keras_version', LEGACY_VERSION);
  for (const { name, slots, values } of layers) {
    const group = `${root}/${name}`;
    file.texts(
      group,
      'weight_names',
      slots.map((slot) => `${name}/${slot.name}:0`),
    );
    for (const [index, slot] of slots.entries())
      file.floats(`${group}/${name}/${slot.name}:0`, values[index]!, slot.shape);
  }
}

/** The version of Keras that legacy files state. */
export const LEGACY_VERSION = '2.15.0';

/** Writes weights as Keras 3 does: a folder for each layer, named after its class, with numbered weights. */
export function writeModernWeights(file: Hdf5Writer, network: KerasNetwork): void {
  const folders = layerFolders(network.graph.layers.map(({ className }) => className));
  let index = 0;
  for (const { name, slots, values } of layerWeights(network)) {
    const folder = folders[index++]!;
    file.text(`${folder}/vars`, 'name', name);
    for (const [at, slot] of slots.entries()) file.floats(`${folder}/${slot.path}`, values[at]!, slot.shape);
  }
  file.text('vars', 'name', network.graph.name);
}
