import { printable } from '../errors/printable.js';
import { SerError } from '../errors/ser-error.js';

/** Returns the code of an error of the file system, such as `ENOENT`; undefined for other errors. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

/** What file systems report, in words. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'not permitted'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['EISDIR', 'it is a folder'],
  ['EEXIST', 'it exists already'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['ELOOP', 'links lead in a circle'],
  ['EMFILE', 'too many files are open'],
  ['ENOENT', 'the file system does not allow it'],
]);

/**
 * Returns an error for a file or folder that cannot be read: `NOT_FOUND` if it does not exist, else `FILE_ACCESS`.
 *
 * @param error what the file system reported; a `SerError` is returned as it is.
 * @param kind what the path should be.
 * @example
 * readError(error, 'file', 'a.wav').message; // no such file: a.wav
 */
export function readError(error: unknown, kind: 'file' | 'folder', path: string): SerError {
  if (error instanceof SerError) return error;
  const code = codeOf(error);
  const shown = printable(path);
  if (code === 'ENOENT' && path.includes('\uFFFD'))
    return new SerError('FILE_ACCESS', `the name of ${kind} ${shown} is not UTF-8 text`, {
      hint: 'Rename it, or extract the archive with a program that knows the encoding of its names.',
      cause: error,
    });
  if (code === 'ENOENT') return new SerError('NOT_FOUND', `no such ${kind}: ${shown}`, { cause: error });
  if (code === 'ENOTDIR') return new SerError('NOT_FOUND', `not a folder: ${shown}`, { cause: error });
  return new SerError('FILE_ACCESS', `cannot read ${kind} ${shown}: ${reasonOf(error)}`, { cause: error });
}

/**
 * Returns a `FILE_ACCESS` error for a file or folder that cannot be written.
 *
 * @param error what the file system reported; a `SerError` is returned as it is.
 */
export function writeError(error: unknown, kind: 'file' | 'folder', path: string): SerError {
  if (error instanceof SerError) return error;
  return new SerError('FILE_ACCESS', `cannot write ${kind} ${printable(path)}: ${reasonOf(error)}`, { cause: error });
}

const reasonOf = (error: unknown): string =>
  REASONS.get(codeOf(error) ?? '') ?? codeOf(error) ?? (error instanceof Error ? error.message : String(error));
