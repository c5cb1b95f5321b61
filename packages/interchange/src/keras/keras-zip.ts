import { SerError } from '@ser/core';
import { strFromU8, type UnzipFileInfo, unzipSync } from 'fflate';
import { MAX_WEIGHT_BYTES } from '../hdf5/read-hdf5.js';
import { METADATA } from './export-keras.js';

/** The files of a `.keras` archive that are read. */
export interface KerasZip {
  readonly config: string;
  readonly metadata: string;
  readonly weights: Uint8Array;
  readonly ser: string | undefined;
}

const MAX_JSON_BYTES = 16 * 2 ** 20;

const LIMITS: ReadonlyMap<string, number> = new Map([
  ['config.json', MAX_JSON_BYTES],
  ['metadata.json', MAX_JSON_BYTES],
  [METADATA.file, MAX_JSON_BYTES],
  ['model.weights.h5', MAX_WEIGHT_BYTES],
]);

/** Returns true if bytes begin with the signature of a zip archive. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/** Selects known files, and refuses a file larger than its limit before it is unpacked. */
function withinLimits({ name, originalSize }: UnzipFileInfo): boolean {
  const limit = LIMITS.get(name);
  if (limit !== undefined && originalSize > limit)
    throw new SerError('INVALID_MODEL', `${name} in the .keras file has ${originalSize} bytes, at most ${limit}`);
  return limit !== undefined;
}

/**
 * Unpacks a `.keras` archive.
 *
 * @throws SerError `INVALID_MODEL` for a damaged archive, a missing file, or a file larger than its limit.
 */
export function readKerasZip(bytes: Uint8Array): KerasZip {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, { filter: withinLimits });
  } catch (cause) {
    if (cause instanceof SerError) throw cause;
    throw new SerError('INVALID_MODEL', `the .keras file is damaged: ${(cause as Error).message}`, { cause });
  }
  const file = (name: string): Uint8Array => {
    const found = files[name];
    if (found === undefined) throw new SerError('INVALID_MODEL', `the .keras file has no ${name}`);
    return found;
  };
  const ser = files[METADATA.file];
  return {
    config: strFromU8(file('config.json')),
    metadata: strFromU8(file('metadata.json')),
    weights: file('model.weights.h5'),
    ser: ser === undefined ? undefined : strFromU8(ser),
  };
}
