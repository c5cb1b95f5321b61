import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printable, SerError } from '@ser/core';
import {
  isAbandoned,
  lockFolder,
  makeFolder,
  readRegularFile,
  replaceFolder,
  writeError,
  writeFiles,
} from '@ser/core/node';
import { ENSEMBLE_JSON, isMemberFolder } from '../ensemble-file.js';
import { isWeightFile, MODEL_JSON } from '../model-file.js';
import { httpFolder } from './http-folder.js';
import type { FolderContent, ModelFolder, OpenModelFolder } from './model-folder.js';

/** The files that mark a folder as a model or an ensemble. */
const ENTRIES = [MODEL_JSON, ENSEMBLE_JSON];

const LOCK = '.saving';
/** Time to wait for a process that saves into the same folder, in milliseconds. */
const PATIENCE = 60_000;

async function readIfPresent(path: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await readRegularFile(path, { maxBytes, code: 'INVALID_MODEL' });
  } catch (error) {
    if (error instanceof SerError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw writeError(error, 'folder', folder);
  }
}

/** Refuses to write into a folder that holds other things than a model or an ensemble. */
async function checkReplaceable(folder: string): Promise<void> {
  const names = (await listFolder(folder)).filter((name) => !isAbandoned(name) && !name.startsWith('.'));
  if (names.length > 0 && !names.some((name) => ENTRIES.includes(name)))
    throw new SerError('FILE_ACCESS', `${printable(folder)} holds other files and no model; it is left as it is`, {
      hint: 'Choose an empty or new folder.',
    });
}

/** The parts of a content by the folder they belong to; '' is the model folder itself. */
function byFolder({ parts }: FolderContent): Map<string, Record<string, Uint8Array>> {
  const folders = new Map<string, Record<string, Uint8Array>>([['', {}]]);
  for (const { name, bytes } of parts) {
    const slash = name.lastIndexOf('/');
    const inside = name.slice(0, Math.max(slash, 0));
    folders.set(inside, { ...folders.get(inside), [name.slice(slash + 1)]: bytes });
  }
  return folders;
}

/**
 * Writes the new parts next to the old ones, then the entry file, then removes what the old content had. The folder
 * holds a whole content at any moment.
 */
async function replaceContent(folder: string, content: FolderContent): Promise<void> {
  await checkReplaceable(folder);
  const lock = await lockFolder(folder, { name: LOCK, waitMs: PATIENCE });
  try {
    const folders = byFolder(content);
    for (const [name, files] of folders) {
      if (name === '') continue;
      await makeFolder(join(folder, name));
      await writeFiles(join(folder, name), files);
    }
    const { entry } = content;
    const parts = folders.get('')!;
    await replaceFolder(folder, { entry: entry.name, content: entry.bytes, parts, isPart: isWeightFile });
    const isOld = (name: string): boolean =>
      (ENTRIES.includes(name) && name !== entry.name) || (isMemberFolder(name) && !folders.has(name));
    const old = (await listFolder(folder)).filter(isOld);
    await Promise.all(old.map((name) => rm(join(folder, name), { recursive: true, force: true })));
  } finally {
    lock.release();
  }
}

function diskFolder(location: string): ModelFolder {
  const path = resolve(location);
  const folder = ENTRIES.includes(basename(path)) ? dirname(path) : path;
  return {
    location,
    inside: (name) => join(folder, name),
    read: (name, maxBytes) => readIfPresent(join(folder, name), maxBytes),
    write: (content) => replaceContent(folder, content),
  };
}

/** Opens a folder by its path or `file:` URL, or an `http(s):` URL to read from. */
export const openModelFolder: OpenModelFolder = (location, limit) => {
  if (/^https?:/i.test(location)) return httpFolder(location, limit);
  return diskFolder(/^file:/i.test(location) ? fileURLToPath(location) : location);
};
