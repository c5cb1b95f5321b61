import { readFile } from 'node:fs/promises';
import { invalidArgument } from '@ser/core';
import { readError } from '@ser/core/node';
import type { Corpus } from '../corpus/corpus.js';

import { parseSplit } from './parse-split.js';
import type { Split, SplitOptions } from './split-corpus.js';

/**
 * Reads a split from a file, JSON or a table, and audits it; see {@link parseSplit} for the forms.
 *
 * @throws SerError `NOT_FOUND`, `FILE_ACCESS`; `INVALID_CORPUS` for a file that is no split of this corpus, and for leaks.
 */
export async function readSplit(
  path: string,
  corpus: Corpus,
  options: Pick<SplitOptions, 'duplicates'> = {},
): Promise<Split> {
  if (typeof path !== 'string' || path === '') throw invalidArgument('path', path, 'the path of a file');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw readError(error, 'file', path);
  }
  return parseSplit(text, corpus, options);
}
