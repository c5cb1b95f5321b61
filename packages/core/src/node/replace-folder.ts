import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFolder } from './lock-folder.js';
import { isAbandoned, writeFiles } from './write-files.js';

/** Options of {@link replaceFolder}. */
export interface ReplaceFolderOptions {
  /** Name of the file that says which others belong to the folder's content, such as `model.json`. */
  readonly entry: string;
  /** Content of that file. */
  readonly content: string | Uint8Array;
  /** The other files by name. Other content needs another name, such as a part of its SHA-256. */
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
 * const weights = `weights-${sha256(bytes).slice(0, 16)}.bin`;
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
