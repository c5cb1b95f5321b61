import { isRecord, parseJson, printable, SerError } from '@ser/core';
import type { ModelFolder } from './folders/model-folder.js';

/** Number of times that a folder that is being replaced is read again. */
const ATTEMPTS = 10;

/**
 * Parses the JSON of a file that need not be trusted.
 *
 * @throws SerError `INVALID_MODEL` that names the file if it is not UTF-8 or not JSON, is nested too deeply, or has
 *   fields named `__proto__`.
 */
export function parseModelJson(file: string, bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SerError('INVALID_MODEL', `${file} is not JSON: it is not a text in UTF-8`, { cause });
  }
  if (text.trimStart().startsWith('<'))
    throw new SerError('INVALID_MODEL', `${file} is not JSON but a web page`, {
      hint: 'A server that answers with its start page for missing files does this. Check the URL of the model.',
    });
  const value = parseJson(text, { name: file, code: 'INVALID_MODEL' });
  if (objectsIn(value).some((object) => Object.hasOwn(object, '__proto__')))
    throw new SerError('INVALID_MODEL', `${file} has a field named __proto__`);
  return value;
}

/** Returns all objects inside a JSON value, at any depth. */
export function objectsIn(value: unknown): Readonly<Record<string, unknown>>[] {
  const objects: Readonly<Record<string, unknown>>[] = [];
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (isRecord(next)) objects.push(next);
    if (typeof next === 'object' && next !== null) for (const part of Object.values(next)) left.push(part);
  }
  return objects;
}

/**
 * Reads a folder that may be replaced meanwhile: if `read` fails, or cannot tell, and the entry file has changed, both
 * are read again.
 *
 * @param read reads the files that the entry file names. `isCertain` is false if it cannot tell whether they belong to
 *   this entry file.
 * @param missing is thrown if there is no entry file.
 */
export async function readReplaceable<T>(
  folder: ModelFolder,
  { entry, maxBytes, missing }: { entry: string; maxBytes: number; missing: () => SerError },
  read: (content: Uint8Array<ArrayBuffer>) => Promise<{ readonly value: T; readonly isCertain: boolean }>,
): Promise<T> {
  let content = await folder.read(entry, maxBytes);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (content === undefined) throw missing();
    let outcome: { readonly value: T } | { readonly error: unknown };
    try {
      const { value, isCertain } = await read(content);
      if (isCertain) return value;
      outcome = { value };
    } catch (error) {
      outcome = { error };
    }
    const now = await folder.read(entry, maxBytes);
    if (now !== undefined && isSame(now, content)) {
      if ('error' in outcome) throw outcome.error;
      return outcome.value;
    }
    content = now;
  }
  throw new SerError('FILE_ACCESS', `${printable(folder.location)} keeps changing while it is read`);
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
