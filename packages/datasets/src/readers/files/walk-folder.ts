import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative as relativePath } from 'node:path';
import { readError } from '@ser/core/node';
import { byCodeUnits } from '../../corpus/corpus.js';

/** A file below a folder. */
export interface FoundFile {
  /** Relative to the folder, with `/` between folders. */
  readonly path: string;
  readonly bytes: number;
}

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;

/** A link to a folder that is walked under another path. */
export interface FolderLink {
  /** Relative to the folder, with `/` between folders. */
  readonly path: string;
  /** Where it leads, in the same form. */
  readonly to: string;
}

/**
 * Returns all files below a folder, at any depth, in the order of their names.
 *
 * Links are followed, except one to a folder that is walked under another path; so links in circles end. Folders whose
 * names begin with a dot are not entered. A link that leads nowhere is left out.
 *
 * @param root the folder.
 * @param onLink receives links to folders that are walked under another path.
 * @throws SerError `NOT_FOUND` if there is no such folder; `FILE_ACCESS` if something in it cannot be read.
 */
export async function walkFolder(root: string, onLink?: (link: FolderLink) => void): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  /** The folders that were walked, by their real paths. */
  const seen = new Map<string, string>();
  const realRoot = await realpath(root).catch((error) => {
    throw readError(error, 'folder', root);
  });

  /** The path of a real folder below the root that is walked without links; undefined for others. */
  const walkedAs = (real: string): string | undefined => {
    const below = relativePath(realRoot, real).replaceAll('\\', '/');
    return below.split('/').some((part) => part.startsWith('.')) || isAbsolute(below) ? undefined : below;
  };

  const visit = async (relative: string, link: boolean): Promise<void> => {
    const folder = join(root, relative);
    let entries: Dirent[];
    try {
      const real = await realpath(folder);
      const other = seen.get(real) ?? (link ? walkedAs(real) : undefined);
      if (other !== undefined) {
        onLink?.({ path: relative, to: other });
        return;
      }
      seen.set(real, relative);
      entries = await readdir(folder, { withFileTypes: true });
    } catch (error) {
      throw readError(error, 'folder', folder);
    }
    entries.sort((a, b) => byCodeUnits(a.name, b.name));
    const found = await Promise.all(
      entries.map(async (entry) => {
        const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
        if (entry.isDirectory()) return { path, folder: true, link: false, bytes: 0 };
        if (!entry.isFile() && !entry.isSymbolicLink()) return undefined;
        try {
          const status = await stat(join(root, path));
          return { path, folder: status.isDirectory(), link: entry.isSymbolicLink(), bytes: status.size };
        } catch (error) {
          if (codeOf(error) === 'ENOENT' && entry.isSymbolicLink()) return undefined;
          throw readError(error, 'file', join(root, path));
        }
      }),
    );
    for (const item of found) {
      if (!item) continue;
      const name = item.path.slice(item.path.lastIndexOf('/') + 1);
      if (!item.folder) files.push({ path: item.path, bytes: item.bytes });
      else if (!name.startsWith('.')) await visit(item.path, item.link);
    }
  };

  await visit('', false);
  return files;
}
