import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { printable } from '../errors/printable.js';
import { SerError } from '../errors/ser-error.js';
import { readError } from './file-error.js';

/** Returns the SHA-256 of bytes, or of a text in UTF-8, as 64 hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * Returns the SHA-256 of a regular file, as 64 hexadecimal digits. Files of any size are read in blocks.
 *
 * @throws SerError `NOT_FOUND` if there is no such file, `FILE_ACCESS` if it is no regular file or cannot be read.
 */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    if (!(await stat(path)).isFile()) throw new SerError('FILE_ACCESS', `${printable(path)} is not a regular file`);
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw readError(error, 'file', path);
  }
  return hash.digest('hex');
}
