import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SerError } from '@ser/core';
import { readError } from '@ser/core/node';
import type { CorpusDefinition, LabelFacts } from '../../catalog/definition.js';
import { decodeText } from '../files/decode-text.js';
import type { FoundFile } from '../files/walk-folder.js';

/**
 * Reads the label files of a corpus that are among `files`, each in the copy with the shortest path.
 *
 * @throws SerError `INVALID_CORPUS` for a label file that is too large or not what it should be.
 */
export async function readLabelFiles(
  root: string,
  definition: CorpusDefinition,
  files: readonly FoundFile[],
): Promise<LabelFacts> {
  const all = new Map<string, ReturnType<LabelFacts['get']>>();
  for (const { name, encoding, maxBytes, parse } of definition.labelFiles ?? []) {
    const copies = files.filter(({ path }) => path.slice(path.lastIndexOf('/') + 1).toLowerCase() === name);
    const file = copies.sort((a, b) => a.path.split('/').length - b.path.split('/').length)[0];
    if (!file) continue;
    if (file.bytes > maxBytes)
      throw new SerError('INVALID_CORPUS', `${file.path} holds ${file.bytes} bytes; at most ${maxBytes} are expected`, {
        hint: 'The file is optional: repair it or remove it.',
      });
    const path = join(root, file.path);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(path);
    } catch (error) {
      throw readError(error, 'file', path);
    }
    const text =
      encoding === 'gb18030' || encoding === 'windows-1252'
        ? decodeText(bytes, encoding)
        : new TextDecoder(encoding).decode(bytes);
    for (const [key, facts] of parse(text)) all.set(key, { ...all.get(key), ...facts });
  }
  return all as LabelFacts;
}
