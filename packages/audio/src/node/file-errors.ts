import { SerError } from '@ser/core';

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** Turns an error of the file system into one that names the path and what is wrong with it. */
export function fileError(path: string, error: unknown): unknown {
  if (error instanceof SerError) return error;
  switch (codeOf(error)) {
    case undefined:
      return error;
    case 'ENOENT':
    case 'ENOTDIR':
      return new SerError('NOT_FOUND', `no such file: ${path}`, { cause: error });
    case 'EISDIR':
      return new SerError('INVALID_AUDIO', `${path} is a folder, not an audio file`, { cause: error });
    case 'EACCES':
    case 'EPERM':
      return new SerError('FILE_ACCESS', `no permission to access ${path}`, { cause: error });
    default:
      return new SerError('FILE_ACCESS', `cannot access ${path}: ${codeOf(error)}`, { cause: error });
  }
}
