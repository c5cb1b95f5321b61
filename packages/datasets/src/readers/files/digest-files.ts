import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { readError } from '@ser/core/node';
import type { FoundFile } from './walk-folder.js';

/** Number of files that are read before the event loop gets a turn. */
const IN_TURN = 16;
/** Files up to this size are read in one piece while the thread waits, which takes a fifth of the time; in bytes. */
const ONE_PIECE = 1 << 21;

/**
 * SHA-256 of a file's content, in hexadecimal digits.
 *
 * @param bytes its size, if known.
 */
export async function digestFile(path: string, bytes?: number): Promise<string> {
  const hash = createHash('sha256');
  try {
    if ((bytes ?? statSync(path).size) <= ONE_PIECE) hash.update(readFileSync(path));
    else await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw readError(error, 'file', path);
  }
  return hash.digest('hex');
}

/**
 * SHA-256 of those files that have the same size as another: only they can have the same content.
 *
 * @returns digests by path; files with a unique size are not in it.
 * @throws SerError `FILE_ACCESS` if a file cannot be read.
 */
export async function digestEqualSizes(root: string, files: readonly FoundFile[]): Promise<Map<string, string>> {
  const bySize = new Map<number, FoundFile[]>();
  for (const file of files) {
    const group = bySize.get(file.bytes);
    if (group) group.push(file);
    else bySize.set(file.bytes, [file]);
  }
  const digests = new Map<string, string>();
  for (const group of bySize.values()) {
    if (group.length === 1) continue;
    for (const { path, bytes } of group) {
      digests.set(path, await digestFile(join(root, path), bytes));
      if (digests.size % IN_TURN === 0) await setImmediate();
    }
  }
  return digests;
}
