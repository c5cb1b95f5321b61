import { SerError } from '@ser/core';
import { io } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { integerFrom, parseFile } from '../schema/parse.js';
import type { ModelFile, ModelFolder } from './model-folder.js';

const MODEL_JSON = 'model.json';
const WEIGHTS = 'weights.bin';
const MAX_JSON_BYTES = 16 * 2 ** 20;
const MAX_WEIGHT_BYTES = 512 * 2 ** 20;

const BYTES_PER_VALUE = { float32: 4, int32: 4, bool: 1, float16: 2, uint8: 1, uint16: 2 } as const;

const weightSchema = v.object({
  name: v.string(),
  shape: v.array(integerFrom(0)),
  dtype: v.picklist(['float32', 'int32', 'bool']),
  quantization: v.exactOptional(
    v.looseObject({
      dtype: v.picklist(['float16', 'uint8', 'uint16']),
      min: v.exactOptional(v.number()),
      scale: v.exactOptional(v.number()),
    }),
  ),
});

// A name in the folder: no separators, drives or schemes, and not a hidden or parent folder.
const shardName = v.pipe(v.string(), v.regex(/^[\w-][\w.-]*$/, 'a file name without a path'));

const modelJsonSchema = v.looseObject({
  format: v.literal('layers-model'),
  modelTopology: v.looseObject({}),
  weightsManifest: v.array(v.object({ paths: v.array(shardName), weights: v.array(weightSchema) })),
  userDefinedMetadata: v.exactOptional(v.looseObject({})),
});

type WeightGroup = v.InferOutput<typeof modelJsonSchema>['weightsManifest'][number];

const bytesOf = ({ weights }: WeightGroup): number =>
  weights.reduce((sum, { shape, dtype, quantization }) => {
    const values = shape.reduce((product, length) => product * length, 1);
    return sum + values * BYTES_PER_VALUE[quantization?.dtype ?? dtype];
  }, 0);

/** `model.json` and weights of a network in tfjs' own format, which plain tfjs and its converters read. */
export function encodeModelFiles(artifacts: io.ModelArtifacts): ModelFile[] {
  const { weightData, weightSpecs, ...rest } = artifacts;
  if (weightData === undefined || weightSpecs === undefined)
    throw new SerError('INVALID_MODEL', 'the network has no weights to save');
  const json = { ...rest, weightsManifest: [{ paths: [WEIGHTS], weights: weightSpecs }] };
  return [
    { name: WEIGHTS, bytes: new Uint8Array(io.CompositeArrayBuffer.join(weightData)) },
    { name: MODEL_JSON, bytes: new TextEncoder().encode(JSON.stringify(json)) },
  ];
}

async function readJson(folder: ModelFolder): Promise<v.InferOutput<typeof modelJsonSchema>> {
  const file = `${folder.location}: ${MODEL_JSON}`;
  const bytes = await folder.read(MODEL_JSON, MAX_JSON_BYTES);
  if (bytes === undefined)
    throw new SerError('NOT_FOUND', `no model at ${folder.location}`, {
      hint: 'A model is a folder that holds model.json and its weights.',
    });
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new SerError('INVALID_MODEL', `${file} is not JSON`, { cause });
  }
  return parseFile<v.InferOutput<typeof modelJsonSchema>>(file, modelJsonSchema, json, 'INVALID_MODEL');
}

async function readGroup(folder: ModelFolder, group: WeightGroup): Promise<ArrayBuffer> {
  const expected = bytesOf(group);
  if (expected > MAX_WEIGHT_BYTES)
    throw new SerError(
      'INVALID_MODEL',
      `${folder.location}: weights of ${expected} bytes, at most ${MAX_WEIGHT_BYTES}`,
    );
  const shards: ArrayBuffer[] = [];
  for (const path of group.paths) {
    const bytes = await folder.read(path, MAX_WEIGHT_BYTES);
    if (bytes === undefined)
      throw new SerError('INVALID_MODEL', `${folder.location}: the weight file ${path} is missing`);
    shards.push(bytes.buffer);
  }
  const joined = io.CompositeArrayBuffer.join(shards);
  if (joined.byteLength !== expected)
    throw new SerError(
      'INVALID_MODEL',
      `${folder.location}: ${group.paths.join(', ')} holds ${joined.byteLength} bytes, model.json describes ${expected}`,
    );
  return joined;
}

/**
 * Reads the files of a model and checks that they fit together.
 *
 * @throws SerError `NOT_FOUND` without a `model.json`; `INVALID_MODEL` that names a file that is missing, too large,
 *   not JSON, of another format, or of another length than `model.json` says, and paths that leave the folder.
 */
export async function readModelFiles(folder: ModelFolder): Promise<io.ModelArtifacts> {
  const { modelTopology, weightsManifest, userDefinedMetadata = {} } = await readJson(folder);
  const groups: ArrayBuffer[] = [];
  for (const group of weightsManifest) groups.push(await readGroup(folder, group));
  return {
    format: 'layers-model',
    modelTopology,
    userDefinedMetadata: userDefinedMetadata as Record<string, object>,
    weightSpecs: weightsManifest.flatMap(({ weights }) => weights) as io.WeightsManifestEntry[],
    weightData: io.CompositeArrayBuffer.join(groups),
  };
}
