import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { codeOf, writeError } from './file-error.js';

/**
 * Makes a folder and those it lies in, if they do not exist. Unlike Node's recursive `mkdir` it also ends where no
 * folder can exist, as below `/proc`.
 *
 * @returns the outermost folder that was made; undefined if the folder existed.
 * @throws SerError `FILE_ACCESS` if a part of the path is a file, has a name that is too long, or cannot be made.
 */
export async function makeFolder(folder: string): Promise<string | undefined> {
  const missing: string[] = [];
  try {
    for (let path = resolve(folder); !(await isFolder(path)); path = dirname(path)) missing.push(path);
    for (const path of [...missing].reverse()) await mkdir(path).catch(ignoreExisting);
  } catch (error) {
    throw writeError(error, 'folder', folder);
  }
  return missing.at(-1);
}

/** Returns true for a folder, false for nothing; throws for a file. */
async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && dirname(path) !== path) return false;
    throw error;
  }
  throw Object.assign(new Error(`${path} is not a folder`), { code: 'ENOTDIR' });
}

/** Another process may make the same folder at the same time. */
function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}
