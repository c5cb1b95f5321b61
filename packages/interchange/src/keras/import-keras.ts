import { parseJson, SerError } from '@ser/core';
import { SerModel, type SerModelParts } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Hdf5File, isHdf5, type ReadOptions, withHdf5 } from '../hdf5/read-hdf5.js';
import { buildGraph } from '../network/build-graph.js';
import { captureArtifacts } from '../network/exported-parts.js';
import { readLayerConfig } from '../network/layer-catalog.js';
import type { NetworkGraph } from '../network/network-graph.js';
import { setWeights } from '../network/set-weights.js';
import { METADATA } from './export-keras.js';
import { readModelConfig } from './keras-config.js';
import { isZip, readKerasZip } from './keras-zip.js';
import { weightSlots } from './weight-layout.js';
import { weightFinder } from './weight-source.js';

/** The contents of a Keras file. */
interface KerasFile {
  readonly network: LayersModel;
  /** JSON of the parts of a `SerModel`, if `exportKeras` wrote the file from one. */
  readonly metadata: string | undefined;
}

/** Options of {@link importSerModel}. */
export interface ImportSerModelOptions extends ReadOptions {
  /** The parts that a file with a network alone lacks. Refused for a file that has its own parts. */
  readonly parts?: Omit<SerModelParts, 'network'> | undefined;
}

const parse = (text: string, name: string): unknown => parseJson(text, { name, code: 'INVALID_MODEL' });

/** Returns the graph with configurations that tfjs accepts. */
function readGraph(config: unknown, version: unknown): NetworkGraph {
  const graph = readModelConfig(config);
  const major = Number.parseInt(String(version ?? '2'), 10);
  const options = { hardSigmoid: major >= 3 ? 'different' : 'same' } as const;
  return { ...graph, layers: graph.layers.map((layer) => ({ ...layer, config: readLayerConfig(layer, options) })) };
}

async function build(graph: NetworkGraph, file: Hdf5File): Promise<LayersModel> {
  const find = weightFinder(file, graph.layers);
  const { network, layers } = buildGraph(graph, ({ name, className, config }, shape) =>
    find(name, weightSlots(className, config, shape)),
  );
  try {
    const values = await file.floats(layers.flatMap(({ weights }) => weights));
    for (const { layer, weights } of layers) setWeights(layer, values.splice(0, weights.length));
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  }
}

async function readKerasFile(bytes: Uint8Array, options: ReadOptions): Promise<KerasFile> {
  if (isZip(bytes)) {
    const { config, metadata, weights, ser } = readKerasZip(bytes);
    const { keras_version } = Object(parse(metadata, 'metadata.json'));
    const graph = readGraph(parse(config, 'config.json'), keras_version ?? '3');
    return { network: await withHdf5(weights, options, (file) => build(graph, file)), metadata: ser };
  }
  if (!isHdf5(bytes)) throw new SerError('INVALID_MODEL', 'the bytes are neither a .keras nor an .h5 file');
  return withHdf5(bytes, options, async (file) => {
    const config = file.text('', 'model_config');
    if (config === undefined)
      throw new SerError('INVALID_MODEL', 'the HDF5 file has no model_config', {
        hint: 'It may hold weights alone: loadKerasWeights reads them into a built network, and `ser model import --like` from a file named .weights.h5.',
      });
    const graph = readGraph(parse(config, 'model_config'), file.text('', 'keras_version'));
    return { network: await build(graph, file), metadata: file.text('', METADATA.attribute) };
  });
}

/**
 * Returns the network of a `.keras` file (Keras 3) or of a whole model in `.h5` (Keras 2 and 3).
 *
 * Sizes, shapes, classes and settings are checked before they are used. Needs a running backend, see `startBackend` of
 * `@ser/models`.
 *
 * @param bytes the whole file.
 * @param options.timeLimitMs time limit of reading the HDF5 part, in milliseconds; 20 000 by default.
 * @param options.signal stops reading; the promise rejects with its reason.
 * @returns an uncompiled network that computes what it did in Keras.
 * @throws SerError `INVALID_MODEL` for damaged files, and for layers or settings that tfjs lacks, by name: GRU with
 *   `reset_after` (the default in Keras), separable 1-D convolutions, `hard_sigmoid` of Keras 3, lambdas.
 * @example
 * const network = await importKeras(await readFile('tuned.keras'));
 * network.inputs[0].shape; // [null, 200, 40]
 */
export async function importKeras(bytes: Uint8Array, options: ReadOptions = {}): Promise<LayersModel> {
  return (await readKerasFile(bytes, options)).network;
}

/**
 * Returns the `SerModel` of a file that {@link exportKeras} wrote from one, or of a file with a network alone and
 * the `parts` that it lacks. Keras itself writes networks alone.
 *
 * @param bytes the whole file.
 * @param options.parts front end, labels, windows and card for a network alone.
 * @param options.timeLimitMs time limit of reading the HDF5 part, in milliseconds; 20 000 by default.
 * @param options.signal stops reading; the promise rejects with its reason.
 * @throws SerError `INVALID_MODEL` as {@link importKeras}, for a network alone without `parts`, and for a network whose
 *   outputs are not probabilities; `INVALID_ARGUMENT` for parts that do not fit the network.
 * @example
 * const { frontEnd, labels, window, card } = await SerModel.load('models/my-lstm');
 * const tuned = await importSerModel(await readFile('tuned.keras'), { parts: { frontEnd, labels, window, card } });
 */
export async function importSerModel(bytes: Uint8Array, options: ImportSerModelOptions = {}): Promise<SerModel> {
  const { parts, ...reading } = options;
  const { network, metadata } = await readKerasFile(bytes, reading);
  try {
    if (metadata === undefined) return completed(network, parts);
    if (parts !== undefined)
      throw new SerError('INVALID_ARGUMENT', 'the file already has a front end, labels and windows', {
        hint: 'Leave out parts.',
      });
    const ser = parse(metadata, 'the metadata') as object;
    const artifacts = await captureArtifacts((handler) => network.save(handler));
    const model = await SerModel.load({ load: async () => ({ ...artifacts, userDefinedMetadata: { ser } }) });
    network.dispose();
    return model;
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function completed(network: LayersModel, parts: ImportSerModelOptions['parts']): SerModel {
  if (parts === undefined)
    throw new SerError('INVALID_MODEL', 'the file holds a network alone: no front end, labels or windows', {
      hint: 'Add them: importSerModel with parts, `ser model import` with --like, or with --config and --labels.',
    });
  const model = new SerModel({ ...parts, network });
  model.tryOnce();
  return model;
}
