import { printable, SerError } from '@ser/core';
import { countOrZero } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { io } from '@tensorflow/tfjs-core';
import { parseFile } from '../schema/parse-file.js';
import { checkChecksum, checksum } from './checksum.js';
import type { FolderContent, ModelFolder } from './folders/model-folder.js';
import { parseModelJson, readReplaceable } from './model-json.js';

/** The file that makes a folder a model. */
export const MODEL_JSON = 'model.json';
const MAX_JSON_BYTES = 16 * 2 ** 20;
const MAX_WEIGHT_BYTES = 512 * 2 ** 20;
/** Values of all weights, in whatever precision the file holds them. */
const MAX_VALUES = MAX_WEIGHT_BYTES / 4;
const MAX_SHARDS = 1024;

const BYTES_PER_VALUE = { float32: 4, float16: 2, uint8: 1, uint16: 2 } as const;

const finite = v.pipe(v.number('a finite number'), v.finite('a finite number'));

const quantizationSchema = v.variant('dtype', [
  v.looseObject({ dtype: v.literal('float16') }),
  v.looseObject({ dtype: v.picklist(['uint8', 'uint16']), min: finite, scale: finite }),
]);

const weightSchema = v.object({
  name: v.pipe(v.string(), v.nonEmpty('a name')),
  shape: v.pipe(v.array(countOrZero), v.maxLength(8, 'a list of at most 8 lengths')),
  dtype: v.literal('float32'),
  quantization: v.exactOptional(quantizationSchema),
});

// A name in the folder: no separators, drives or schemes, and not a hidden or parent folder.
const shardName = v.pipe(v.string(), v.regex(/^[\w-][\w.-]*$/, 'a file name without a path'));

const areDifferent = (names: readonly string[]): boolean => new Set(names).size === names.length;

const manifestSchema = v.pipe(
  v.array(
    v.object({
      paths: v.pipe(v.array(shardName), v.maxLength(MAX_SHARDS, `a list of at most ${MAX_SHARDS} files`)),
      weights: v.array(weightSchema),
    }),
  ),
  v.check((groups) => areDifferent(groups.flatMap(({ paths }) => paths)), 'groups that name each file once'),
  v.check(
    (groups) => areDifferent(groups.flatMap(({ weights }) => weights.map(({ name }) => name))),
    'groups that name each weight once',
  ),
);

const modelJsonSchema = v.looseObject({
  format: v.literal('layers-model'),
  modelTopology: v.looseObject({}),
  weightsManifest: manifestSchema,
  userDefinedMetadata: v.exactOptional(v.looseObject({})),
});

type ModelJson = v.InferOutput<typeof modelJsonSchema>;
type Weight = v.InferOutput<typeof weightSchema>;

/** Returns the values of a weight; Infinity or NaN if they are too many to count. */
const valuesOf = ({ shape }: Pick<Weight, 'shape'>): number => shape.reduce((product, length) => product * length, 1);

/** Returns the bytes that weights fill in their file; refuses what is too large before anything is allocated. */
function bytesOf(file: string, weights: readonly Weight[]): number {
  let bytes = 0;
  let values = 0;
  for (const weight of weights) {
    values += valuesOf(weight);
    bytes += valuesOf(weight) * BYTES_PER_VALUE[weight.quantization?.dtype ?? weight.dtype];
  }
  if (!(values <= MAX_VALUES))
    throw new SerError('INVALID_MODEL', `${file} describes ${values} weights; at most ${MAX_VALUES} are read`);
  return bytes;
}

/** The name of a file of weights, which depends on their content. `weights.bin` is what earlier versions wrote. */
export const isWeightFile = (name: string): boolean => /^weights(-[0-9a-f]{16})?\.bin$/.test(name);

/**
 * Returns `model.json` and the weights of a network in tfjs' own format, which plain tfjs and its converters read.
 *
 * @param artifacts what tfjs saves of a network.
 */
export function encodeModelFiles(artifacts: io.ModelArtifacts): FolderContent {
  const { weightData, weightSpecs, ...rest } = artifacts;
  if (weightData === undefined || weightSpecs === undefined)
    throw new SerError('INVALID_MODEL', 'the network has no weights to save');
  const bytes = new Uint8Array(io.CompositeArrayBuffer.join(weightData));
  const name = `weights-${checksum(bytes).slice(0, 16)}.bin`;
  const json = { ...rest, weightsManifest: [{ paths: [name], weights: weightSpecs }] };
  return {
    entry: { name: MODEL_JSON, bytes: new TextEncoder().encode(JSON.stringify(json)) },
    parts: [{ name, bytes }],
  };
}

async function readWeights(folder: ModelFolder, manifest: ModelJson['weightsManifest']): Promise<ArrayBuffer> {
  const location = printable(folder.location);
  const groups: ArrayBuffer[] = [];
  // Sizes of all groups come first, so that nothing is read for a file that asks for too much.
  bytesOf(
    `${location}: ${MODEL_JSON}`,
    manifest.flatMap(({ weights }) => weights),
  );
  for (const { paths, weights } of manifest) {
    const expected = bytesOf(`${location}: ${MODEL_JSON}`, weights);
    const shards: ArrayBuffer[] = [];
    let size = 0;
    for (const path of paths) {
      const bytes = await folder.read(path, MAX_WEIGHT_BYTES);
      if (bytes === undefined) throw new SerError('INVALID_MODEL', `${location}: the weight file ${path} is missing`);
      shards.push(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      size += bytes.byteLength;
      if (size > expected) break;
    }
    if (size !== expected)
      throw new SerError(
        'INVALID_MODEL',
        `${location}: ${paths.join(', ')} holds ${size} bytes; model.json describes ${expected}`,
      );
    groups.push(io.CompositeArrayBuffer.join(shards));
  }
  return io.CompositeArrayBuffer.join(groups);
}

/**
 * Reads the files of a model and checks that they belong together. The folder may be replaced meanwhile: all files are
 * of one model.
 *
 * @throws SerError `NOT_FOUND` without a `model.json`; `INVALID_MODEL` that names a file that is missing, too large,
 *   not JSON, of another format, or of another length or content than `model.json` says, and paths that leave the
 *   folder; `FILE_ACCESS` for what is no regular file.
 */
export function readModelFiles(folder: ModelFolder): Promise<io.ModelArtifacts> {
  const location = printable(folder.location);
  const file = `${location}: ${MODEL_JSON}`;
  const missing = (): SerError =>
    new SerError('NOT_FOUND', `no model at ${location}`, {
      hint: 'A model is a folder that holds model.json and its weights.',
    });
  return readReplaceable(folder, { entry: MODEL_JSON, maxBytes: MAX_JSON_BYTES, missing }, async (content) => {
    const json = parseFile<ModelJson>(file, modelJsonSchema, parseModelJson(file, content), 'INVALID_MODEL');
    const weightData = await readWeights(folder, json.weightsManifest);
    const artifacts: io.ModelArtifacts = {
      format: 'layers-model',
      modelTopology: json.modelTopology,
      userDefinedMetadata: (json.userDefinedMetadata ?? {}) as Record<string, object>,
      weightSpecs: json.weightsManifest.flatMap(({ weights }) => weights) as io.WeightsManifestEntry[],
      weightData,
    };
    return { value: artifacts, isCertain: checkChecksum(location, artifacts) };
  });
}

/**
 * Checks what a tfjs IOHandler loaded as {@link readModelFiles} checks files.
 *
 * @param name name of the model in messages.
 * @throws SerError `INVALID_MODEL` that names the field that is wrong.
 */
export function checkArtifacts(name: string, artifacts: io.ModelArtifacts): io.ModelArtifacts {
  const { modelTopology, weightSpecs: weights, weightData } = artifacts;
  const json = { format: 'layers-model', modelTopology, weightsManifest: [{ paths: [], weights }] };
  const checked = parseFile<ModelJson>(name, modelJsonSchema, json, 'INVALID_MODEL');
  const expected = bytesOf(name, checked.weightsManifest[0]!.weights);
  const size = weightData === undefined ? 0 : io.CompositeArrayBuffer.join(weightData).byteLength;
  if (size !== expected)
    throw new SerError('INVALID_MODEL', `${name} holds ${size} bytes of weights; its description needs ${expected}`);
  checkChecksum(name, artifacts);
  return artifacts;
}
