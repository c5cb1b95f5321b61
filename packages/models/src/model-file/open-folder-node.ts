import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SerError } from '@ser/core';
import { ENSEMBLE_JSON } from './ensemble-file.js';
import { httpFolder, refuseLarge } from './http-folder.js';
import type { ModelFile, ModelFolder, OpenModelFolder } from './model-folder.js';

const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && !(error instanceof SerError) ? String(error.code) : undefined;

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '');

function accessError(path: string, action: 'read' | 'written', cause: unknown): SerError {
  if (cause instanceof SerError) return cause;
  const code = systemCode(cause);
  return new SerError('FILE_ACCESS', `${path} cannot be ${action}${code ? ` (${code})` : ''}`, { cause });
}

async function readIfPresent(path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    refuseLarge(path, (await stat(path)).size, maxBytes);
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw accessError(path, 'read', cause);
  }
}

/** The files that say that a folder is ours. */
const OURS = ['model.json', ENSEMBLE_JSON];

/** Refuses to replace anything but a model or ensemble: the folder may be missing or empty too. */
async function checkReplaceable(folder: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  if (names.length > 0 && !names.some((name) => OURS.includes(name)))
    throw new SerError('FILE_ACCESS', `${folder} holds other files and no model: it is left as it is`, {
      hint: 'Choose an empty or new folder.',
    });
}

/** Renames `fresh` to `folder`; what was there steps aside first, and comes back if that fails. */
async function swapIn(fresh: string, folder: string, aside: string): Promise<void> {
  let replaced = true;
  try {
    await rename(folder, aside);
  } catch (error) {
    if (!isMissing(error)) throw error;
    replaced = false;
  }
  try {
    await rename(fresh, folder);
  } catch (error) {
    if (replaced) await rename(aside, folder);
    throw error;
  }
  if (replaced) await rm(aside, { recursive: true, force: true });
}

/** Writes into a new sibling folder and swaps it in, so that no reader ever sees half a model. */
async function replaceFolder(folder: string, files: readonly ModelFile[]): Promise<void> {
  await checkReplaceable(folder);
  const sibling = join(dirname(folder), `.${basename(folder)}.${randomUUID()}`);
  const fresh = `${sibling}.new`;
  try {
    await mkdir(fresh, { recursive: true });
    for (const { name, bytes } of files) {
      await mkdir(dirname(join(fresh, name)), { recursive: true });
      await writeFile(join(fresh, name), bytes, { flag: 'wx', flush: true });
    }
    await swapIn(fresh, folder, `${sibling}.old`);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

function diskFolder(location: string): ModelFolder {
  const path = resolve(location);
  const folder = OURS.includes(basename(path)) ? dirname(path) : path;
  return {
    location,
    inside: (name) => join(folder, name),
    read: (name, maxBytes) => readIfPresent(join(folder, name), maxBytes),
    async write(files) {
      try {
        await replaceFolder(folder, files);
      } catch (cause) {
        throw accessError(location, 'written', cause);
      }
    },
  };
}

/** In Node a model's place is a folder's path, a `file:` URL, or an `http(s):` URL to read from. */
export const openModelFolder: OpenModelFolder = (location) => {
  if (/^https?:/i.test(location)) return httpFolder(location);
  return diskFolder(/^file:/i.test(location) ? fileURLToPath(location) : location);
};
