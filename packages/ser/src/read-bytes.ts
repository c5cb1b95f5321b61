import { readFile } from 'node:fs/promises';
import { SerError } from '@ser/core';

/**
 * The content of a file that the command line names.
 *
 * @param what how messages call it, e.g. `--config x.json`.
 * @throws SerError `NOT_FOUND` or `FILE_ACCESS`.
 */
export async function readBytes(what: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    const missing = (cause as { code?: unknown }).code === 'ENOENT';
    throw new SerError(
      missing ? 'NOT_FOUND' : 'FILE_ACCESS',
      `${what} ${missing ? 'does not exist' : 'cannot be read'}`,
      { cause },
    );
  }
}
