import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SerError } from '../errors/ser-error.js';
import { lockFolder } from './lock-folder.js';
import { readRegularFile } from './read-regular-file.js';
import { sha256 } from './sha256.js';
import { isAbandoned, writeFiles } from './write-files.js';

/**
 * Returns a file name with a part of the content's SHA-256, such as `weights-5f2c1e0a9b3d4c71.bin`, so that other
 * content has another name, as {@link replaceFolder} needs.
 *
 * @example
 * contentName('weights', bytes, '.bin'); // 'weights-5f2c1e0a9b3d4c71.bin'
 */
export function contentName(stem: string, content: string | Uint8Array, extension: string): string {
  return `${stem}-${sha256(content).slice(0, 16)}${extension}`;
}

/** Options of {@link replaceFolder}. */
export interface ReplaceFolderOptions {
  /** Name of the file that says which others belong to the folder's content, such as `model.json`. */
  readonly entry: string;
  /** Content of that file. */
  readonly content: string | Uint8Array;
  /** The other files by name. A name says what is in its file, see {@link contentName}. */
  readonly parts: Readonly<Record<string, string | Uint8Array>>;
  /** Returns true for the names of files that an earlier content may have left; they are removed. */
  readonly isPart: (name: string) => boolean;
}

/** How long a process waits for another one that replaces the same folder, in milliseconds. */
const PATIENCE = 60_000;

/**
 * Replaces the content of a folder in one step: the new parts are written next to the old ones, then the entry file is
 * replaced, then the old parts are removed. At any moment, through a kill of the process or a crash of the machine, the
 * folder holds a whole content, the old one or the new one. What a kill leaves is removed by the next call.
 * Processes that replace the same folder wait for each other.
 *
 * @throws SerError `FILE_ACCESS` if the folder cannot be written; it holds its old content then.
 * @example
 * const weights = contentName('weights', bytes, '.bin');
 * await replaceFolder('model', {
 *   entry: 'model.json',
 *   content: JSON.stringify({ weights }),
 *   parts: { [weights]: bytes },
 *   isPart: (name) => /^weights-[0-9a-f]{16}\.bin$/.test(name),
 * });
 */
export async function replaceFolder(
  folder: string,
  { entry, content, parts, isPart }: ReplaceFolderOptions,
): Promise<void> {
  const lock = await lockFolder(folder, { name: '.replacing', waitMs: PATIENCE });
  try {
    await writeFiles(folder, parts);
    await writeFiles(folder, { [entry]: content });
    const names = await readdir(folder).catch(() => []);
    // A process that is killed while it takes over the lock of another one leaves a file beside the lock.
    const isTakeover = (name: string): boolean => name.startsWith('.replacing.');
    const left = names.filter(
      (name) => isAbandoned(name) || isTakeover(name) || (isPart(name) && !Object.hasOwn(parts, name)),
    );
    await Promise.all(left.map((name) => rm(join(folder, name), { force: true }).catch(() => {})));
  } finally {
    lock.release();
  }
}

/** How often a folder is read again when it is replaced meanwhile. */
const ATTEMPTS = 10;

/** Options of {@link readFolder}. */
export interface ReadFolderOptions {
  /** Name of the file that says which others belong to the folder's content. */
  readonly entry: string;
  /** The largest entry file that is read, in bytes. */
  readonly maxBytes: number;
}

/**
 * Reads a folder that {@link replaceFolder} may replace meanwhile: if `read` fails and the entry file has changed, both
 * are read again.
 *
 * @param read reads the parts that the entry file names.
 * @throws what `read` throws; SerError `NOT_FOUND` if there is no such folder or entry file, `FILE_ACCESS` if it cannot
 *   be read, or keeps changing while it is read.
 */
export async function readFolder<T>(
  folder: string,
  { entry, maxBytes }: ReadFolderOptions,
  read: (content: Uint8Array<ArrayBuffer>) => Promise<T>,
): Promise<T> {
  const path = join(folder, entry);
  let content = await readRegularFile(path, { maxBytes });
  for (let attempt = 1; ; attempt++) {
    try {
      return await read(content);
    } catch (error) {
      const now = await readRegularFile(path, { maxBytes }).catch(() => content);
      if (Buffer.compare(now, content) === 0) throw error;
      if (attempt === ATTEMPTS)
        throw new SerError('FILE_ACCESS', `${path} keeps changing while it is read`, { cause: error });
      content = now;
    }
  }
}
