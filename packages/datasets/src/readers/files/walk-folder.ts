import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SerError } from '@ser/core';
import { byCodeUnits } from '../../corpus/corpus.js';

/** A file below a folder. */
export interface FoundFile {
  /** Relative to the folder, with `/` between folders. */
  readonly path: string;
  readonly bytes: number;
}

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;

/** A typed error for what the file system said about `path`. */
export function fileSystemError(error: unknown, kind: 'folder' | 'file', path: string): SerError {
  const code = codeOf(error);
  if (code === 'ENOENT' && path.includes('\uFFFD'))
    return new SerError('FILE_ACCESS', `the name of ${kind} ${path} is not UTF-8 text`, {
      hint: 'Rename it, or extract the archive with a program that knows the encoding of its names.',
      cause: error,
    });
  if (code === 'ENOENT') return new SerError('NOT_FOUND', `no such ${kind}: ${path}`, { cause: error });
  if (code === 'ENOTDIR') return new SerError('NOT_FOUND', `not a folder: ${path}`, { cause: error });
  return new SerError('FILE_ACCESS', `cannot read ${kind} ${path} (${code ?? String(error)})`, { cause: error });
}

/**
 * All files below a folder, at any depth, in the order of their names.
 *
 * Links are followed; a folder that is reached a second time through a link is not walked again, so that links in
 * circles end. Folders whose names begin with a dot are not entered. A link that leads nowhere is left out.
 *
 * @param root the folder.
 * @throws SerError `NOT_FOUND` if there is no such folder; `FILE_ACCESS` if something in it cannot be read.
 */
export async function walkFolder(root: string): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  const seen = new Set<string>();

  const visit = async (relative: string): Promise<void> => {
    const folder = join(root, relative);
    let entries: Dirent[];
    try {
      const real = await realpath(folder);
      if (seen.has(real)) return;
      seen.add(real);
      entries = await readdir(folder, { withFileTypes: true });
    } catch (error) {
      throw fileSystemError(error, 'folder', folder);
    }
    entries.sort((a, b) => byCodeUnits(a.name, b.name));
    const found = await Promise.all(
      entries.map(async (entry) => {
        const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
        if (entry.isDirectory()) return { path, folder: true, bytes: 0 };
        if (!entry.isFile() && !entry.isSymbolicLink()) return undefined;
        try {
          const status = await stat(join(root, path));
          return { path, folder: status.isDirectory(), bytes: status.size };
        } catch (error) {
          if (codeOf(error) === 'ENOENT' && entry.isSymbolicLink()) return undefined;
          throw fileSystemError(error, 'file', join(root, path));
        }
      }),
    );
    for (const item of found) {
      if (!item) continue;
      const name = item.path.slice(item.path.lastIndexOf('/') + 1);
      if (!item.folder) files.push({ path: item.path, bytes: item.bytes });
      else if (!name.startsWith('.')) await visit(item.path);
    }
  };

  await visit('');
  return files;
}
