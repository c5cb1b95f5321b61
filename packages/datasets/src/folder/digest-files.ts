import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type FoundFile, fileSystemError } from './walk-folder.js';

/** How many files are read at the same time. */
const AT_ONCE = 8;
/** Files up to this size are read in one piece, which is faster; in bytes. */
const ONE_PIECE = 1 << 21;

/**
 * SHA-256 of a file's content, in hexadecimal digits.
 *
 * @param bytes its size, if known.
 */
export async function digestFile(path: string, bytes = 0): Promise<string> {
  const hash = createHash('sha256');
  try {
    if (bytes <= ONE_PIECE) hash.update(await readFile(path));
    else await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw fileSystemError(error, 'file', path);
  }
  return hash.digest('hex');
}

/**
 * SHA-256 of those files that have the same size as another: only they can have the same content.
 *
 * @returns digests by path; files of a size of their own are not in it.
 * @throws SerError `FILE_ACCESS` if a file cannot be read.
 */
export async function digestEqualSizes(root: string, files: readonly FoundFile[]): Promise<Map<string, string>> {
  const bySize = new Map<number, FoundFile[]>();
  for (const file of files) {
    const group = bySize.get(file.bytes);
    if (group) group.push(file);
    else bySize.set(file.bytes, [file]);
  }
  const queue = [...bySize.values()].filter((group) => group.length > 1).flat();
  const digests = new Map<string, string>();
  const next = async (): Promise<void> => {
    for (let file = queue.pop(); file; file = queue.pop())
      digests.set(file.path, await digestFile(join(root, file.path), file.bytes));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  return digests;
}
