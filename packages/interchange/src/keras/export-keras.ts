import { invalidArgument } from '@ser/core';
import type { SerModel } from '@ser/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { writeHdf5 } from '../hdf5/write-hdf5.js';
import { exportedParts } from '../network/exported-parts.js';
import { legacyModelConfig, modernModelConfig } from './keras-config.js';
import { type KerasNetwork, kerasNetwork } from './keras-layers.js';
import { LEGACY_VERSION, writeLegacyWeights, writeModernWeights } from './weights-file.js';

/**
 * A file format of Keras. `keras`: a whole model for Keras 3. `h5`: a whole model in the older format, for Keras 2 and 3.
 * `weights.h5`: weights alone, for `model.load_weights` of Keras 3.
 */
export type KerasFormat = 'keras' | 'h5' | 'weights.h5';

/** Options of {@link exportKeras}. */
export interface ExportKerasOptions {
  readonly format: KerasFormat;
}

/** Place of the parts of a SerModel: a file in `.keras`, an attribute in `.h5`. Keras ignores both. */
export const METADATA = { file: 'ser.json', attribute: 'ser' } as const;

/** The earliest version of Keras that reads this format of `.keras`. */
const MODERN_VERSION = '3.0.0';

// A fixed date, so that equal models give equal bytes.
const EPOCH = { mtime: new Date(1980, 0, 1) };

async function kerasFile(network: KerasNetwork, metadata: string | undefined): Promise<Uint8Array<ArrayBuffer>> {
  const weights = await writeHdf5((file) => writeModernWeights(file, network));
  const config = JSON.stringify(modernModelConfig(network.graph, network.shapeOf));
  const files: Zippable = {
    'metadata.json': strToU8(JSON.stringify({ keras_version: MODERN_VERSION })),
    'config.json': strToU8(config),
    'model.weights.h5': [weights, { level: 0 }],
  };
  if (metadata !== undefined) files[METADATA.file] = strToU8(metadata);
  return zipSync(files, EPOCH);
}

const legacyFile = (network: KerasNetwork, metadata: string | undefined): Promise<Uint8Array<ArrayBuffer>> =>
  writeHdf5((file) => {
    file.text('', 'backend', 'tensorflow');
    file.text('', 'keras_version', LEGACY_VERSION);
    file.text('', 'model_config', JSON.stringify(legacyModelConfig(network.graph)));
    if (metadata !== undefined) file.text('', METADATA.attribute, metadata);
    writeLegacyWeights(file, 'model_weights', network);
  });

/**
 * Returns a network, or a `SerModel` with its front end, labels, windows, calibration and card, as a Keras file.
 *
 * `AttentionPooling` and `ReverseTime` become stock layers that compute the same. Every setting whose default differs
 * between the two libraries is written out.
 *
 * @returns the bytes of the file; equal models give equal bytes.
 * @throws SerError `INVALID_MODEL` that names a layer or setting that Keras lacks or computes differently: other layers of
 *   `@ser/models`, and `hard_sigmoid`, a different function in Keras 3; `INVALID_ARGUMENT` for another format.
 * @example
 * await writeFile('my-lstm.keras', await exportKeras(model, { format: 'keras' }));
 */
export async function exportKeras(
  model: LayersModel | SerModel,
  { format }: ExportKerasOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  if (format !== 'keras' && format !== 'h5' && format !== 'weights.h5')
    throw invalidArgument('format', format, 'keras, h5 or weights.h5');
  const { network, metadata } = await exportedParts(model);
  const layers = kerasNetwork(network);
  const slashed = layers.graph.layers.find(({ name }) => name.includes('/'));
  if (slashed !== undefined) throw invalidArgument('a layer name', slashed.name, 'without / for Keras');
  if (format === 'keras') return kerasFile(layers, metadata);
  if (format === 'h5') return legacyFile(layers, metadata);
  return writeHdf5((file) => writeModernWeights(file, layers));
}
