import { SerError } from '@ser/core';
import { readRegularFile } from '@ser/core/node';

/** Most bytes of a file that an option names. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Reads a file that the command line names.
 *
 * @throws SerError `NOT_FOUND` or `FILE_ACCESS`.
 */
export const readBytes = (file: string): Promise<Uint8Array> => readRegularFile(file, { maxBytes: MAX_BYTES });

/**
 * Reads a JSON file that an option names.
 *
 * @throws SerError `NOT_FOUND`, `FILE_ACCESS`, or `INVALID_ARGUMENT` if it is not JSON.
 */
export async function readJsonFile(option: string, file: string): Promise<unknown> {
  const bytes = await readBytes(file);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new SerError('INVALID_ARGUMENT', `${option} ${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
}
