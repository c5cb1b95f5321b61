import { readFile } from 'node:fs/promises';
import { SerError } from '@ser/core';

/**
 * The content of a JSON file that an option names.
 *
 * @throws SerError `NOT_FOUND`, `FILE_ACCESS`, or `INVALID_ARGUMENT` if it is not JSON.
 */
export async function readJsonFile(option: string, file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const missing = (cause as { code?: unknown }).code === 'ENOENT';
    throw new SerError(
      missing ? 'NOT_FOUND' : 'FILE_ACCESS',
      `${option} ${file} ${missing ? 'does not exist' : 'cannot be read'}`,
      { cause },
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SerError('INVALID_ARGUMENT', `${option} ${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
}
