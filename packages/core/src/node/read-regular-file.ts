import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { printable } from '../errors/printable.js';
import { SerError, type SerErrorCode } from '../errors/ser-error.js';
import { readError } from './file-error.js';

/** Options of {@link readRegularFile}. */
export interface ReadRegularFileOptions {
  /** The largest size that is read, in bytes. */
  readonly maxBytes: number;
  /** Code of the error for a file that is too large; `FILE_ACCESS` by default. */
  readonly code?: SerErrorCode | undefined;
}

/**
 * Returns the bytes of a regular file. Pipes, devices and folders are refused and never waited for, and no more than
 * `maxBytes` are ever read, also if the file grows meanwhile.
 *
 * @throws SerError `NOT_FOUND` if there is no such file, `FILE_ACCESS` if it is no regular file or cannot be read,
 *   `code` if it is too large.
 * @example
 * const bytes = await readRegularFile('model.json', { maxBytes: 2 ** 24 });
 */
export async function readRegularFile(
  path: string,
  { maxBytes, code = 'FILE_ACCESS' }: ReadRegularFileOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    // Without this flag, opening a named pipe waits for somebody to write to it.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const status = await file.stat();
      if (!status.isFile()) throw new SerError('FILE_ACCESS', `${printable(path)} is not a regular file`);
      const tooLarge = (size: string): SerError =>
        new SerError(code, `${printable(path)} holds ${size} bytes; at most ${maxBytes} are read`);
      if (status.size > maxBytes) throw tooLarge(String(status.size));
      // Room for one byte more than expected: reading goes on until the end, which files below /proc do not state.
      let bytes = new Uint8Array(status.size + 1);
      for (let length = 0; ; ) {
        const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
        if (bytesRead === 0) return bytes.subarray(0, length);
        length += bytesRead;
        if (length > maxBytes) throw tooLarge(`more than ${maxBytes}`);
        if (length < bytes.length) continue;
        const longer = new Uint8Array(Math.min(maxBytes, 2 * length) + 1);
        longer.set(bytes);
        bytes = longer;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readError(error, 'file', path);
  }
}
