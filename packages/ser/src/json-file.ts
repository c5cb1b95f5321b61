import { SerError } from '@ser/core';
import { readBytes } from './read-bytes.js';

/**
 * The content of a JSON file that an option names.
 *
 * @throws SerError `NOT_FOUND`, `FILE_ACCESS`, or `INVALID_ARGUMENT` if it is not JSON.
 */
export async function readJsonFile(option: string, file: string): Promise<unknown> {
  const bytes = await readBytes(`${option} ${file}`, file);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new SerError('INVALID_ARGUMENT', `${option} ${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
}
