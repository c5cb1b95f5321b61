import { SerError } from '@ser/core';
import { SerModel, type SerModelParts } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { assertProbabilities } from '../network/assert-probabilities.js';
import { buildGraph } from '../network/build-graph.js';
import { captureArtifacts } from '../network/exported-parts.js';
import type { NetworkGraph } from '../network/network-graph.js';
import { METADATA } from './export-keras.js';
import { type Hdf5Reader, isHdf5, readHdf5 } from './hdf5.js';
import { readModelConfig } from './keras-config.js';
import { isZip, readKerasZip } from './keras-zip.js';
import { readLayerConfig } from './layer-catalog.js';
import { weightSlots } from './weight-layout.js';
import { weightSource } from './weight-source.js';

/** What a file of Keras holds. */
interface KerasFile {
  readonly network: LayersModel;
  readonly metadata: string | undefined;
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SerError('INVALID_MODEL', `${what} is not JSON`, { cause });
  }
}

/** The graph with configurations that tfjs takes. */
function readGraph(config: unknown, version: unknown): NetworkGraph {
  const graph = readModelConfig(config);
  const major = Number.parseInt(String(version ?? '2'), 10);
  const options = { hardSigmoid: major >= 3 ? 'different' : 'same' } as const;
  return { ...graph, layers: graph.layers.map((layer) => ({ ...layer, config: readLayerConfig(layer, options) })) };
}

function build(graph: NetworkGraph, reader: Hdf5Reader): LayersModel {
  const source = weightSource(reader, graph.layers);
  return buildGraph(graph, ({ name, className, config }, shape) =>
    source.read(name, weightSlots(className, config, shape)),
  );
}

async function readKerasFile(bytes: Uint8Array): Promise<KerasFile> {
  if (isZip(bytes)) {
    const { config, metadata, weights, ser } = readKerasZip(bytes);
    const { keras_version } = Object(parseJson(metadata, 'metadata.json'));
    const graph = readGraph(parseJson(config, 'config.json'), keras_version ?? '3');
    return { network: await readHdf5(weights, (reader) => build(graph, reader)), metadata: ser };
  }
  if (!isHdf5(bytes)) throw new SerError('INVALID_MODEL', 'the bytes are neither a .keras nor an .h5 file');
  return readHdf5(bytes, (reader) => {
    const config = reader.text('', 'model_config');
    if (config === undefined)
      throw new SerError('INVALID_MODEL', 'the HDF5 file holds no model_config', {
        hint: 'Weights alone are read by loadKerasWeights into a network that is built already, and by `ser import --like` from a file called .weights.h5.',
      });
    const graph = readGraph(parseJson(config, 'model_config'), reader.text('', 'keras_version'));
    return { network: build(graph, reader), metadata: reader.text('', METADATA.attribute) };
  });
}

/**
 * Reads a network from a `.keras` file (Keras 3) or a whole model in `.h5` (Keras 2 and 3).
 *
 * What is read is checked before it is used: sizes, shapes, classes, settings. Needs a running backend, see
 * `startBackend` of `@ser/models`.
 *
 * @returns an uncompiled network that answers as it did in Keras.
 * @throws SerError `INVALID_MODEL` for damaged files, and for layers or settings that tfjs lacks, by name: GRU with
 *   `reset_after` (Keras' default), separable 1-D convolutions, `hard_sigmoid` of Keras 3, lambdas.
 */
export async function importKeras(bytes: Uint8Array): Promise<LayersModel> {
  return (await readKerasFile(bytes)).network;
}

/**
 * Reads a {@link SerModel} from a file that {@link exportKeras} wrote of one, or from one that holds a network alone, as
 * Keras writes them: it drops what it does not know.
 *
 * @param parts what a network alone lacks. It is refused beside a file that has its own.
 * @throws SerError as {@link importKeras}; where the file holds a network alone and no parts are given, or a network
 *   that answers with anything else than probabilities; `INVALID_ARGUMENT` for parts that do not fit the network.
 * @example
 * const { frontEnd, labels, window, card } = await SerModel.load('models/my-lstm');
 * const tuned = await importSerModel(await readFile('tuned.keras'), { frontEnd, labels, window, card });
 */
export async function importSerModel(bytes: Uint8Array, parts?: Omit<SerModelParts, 'network'>): Promise<SerModel> {
  const { network, metadata } = await readKerasFile(bytes);
  try {
    if (metadata === undefined) return completed(network, parts);
    if (parts !== undefined)
      throw new SerError('INVALID_ARGUMENT', 'the file has a front end, labels and windows of its own', {
        hint: 'Give none beside it.',
      });
    const ser = parseJson(metadata, 'the metadata') as object;
    const artifacts = await captureArtifacts((handler) => network.save(handler));
    const model = await SerModel.load({ load: async () => ({ ...artifacts, userDefinedMetadata: { ser } }) });
    network.dispose();
    return model;
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function completed(network: LayersModel, parts: Omit<SerModelParts, 'network'> | undefined): SerModel {
  if (parts === undefined)
    throw new SerError('INVALID_MODEL', 'the file holds a network alone: no front end, labels or windows', {
      hint: 'Say them: `ser import` with --like, or with --config and --labels; importSerModel with its parts.',
    });
  const model = new SerModel({ ...parts, network });
  assertProbabilities(model);
  return model;
}
