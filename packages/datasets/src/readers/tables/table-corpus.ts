import { statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { invalidArgument, SerError } from '@ser/core';
import type { Corpus } from '../../corpus/corpus.js';
import { type EmotionMapping, emotionReader } from '../../labels/emotion-words.js';
import { findDuplicates, type OwnCorpusOptions, ownCard } from '../files/custom-corpus.js';
import { fileCorpus } from '../files/file-corpus.js';
import { type FoundFile, fileSystemError } from '../files/walk-folder.js';
import { parseDelimited, parseJsonTable, type TableRow } from './parse-table.js';
import { readTableRows, type TableColumn } from './read-table-rows.js';

/** Options of {@link tableCorpus}. */
export interface TableCorpusOptions extends OwnCorpusOptions {
  /** Folder that paths in the table are relative to; that of the table by default. */
  readonly root?: string | undefined;
  /** The table's own names of columns, where they differ, e.g. `{ path: 'filename', emotion: 'target' }`. */
  readonly columns?: Partial<Record<TableColumn, string>> | undefined;
  /** What the table's words for emotions mean; `null` leaves rows out. */
  readonly labels?: EmotionMapping | undefined;
}

/** Largest table that is read, in bytes. */
const MAX_BYTES = 1 << 28;
/** How many files are looked at before others may have the thread. */
const IN_TURN = 64;

const PARSERS: Readonly<Record<string, (text: string) => TableRow[]>> = {
  '.csv': (text) => parseDelimited(text, /^[^\n]*;/.test(text) && !/^[^\n]*,/.test(text) ? ';' : ','),
  '.tsv': (text) => parseDelimited(text, '\t'),
  '.json': parseJsonTable,
};

async function readTable(file: string): Promise<TableRow[]> {
  const parse = PARSERS[extname(file).toLowerCase()];
  if (!parse) throw invalidArgument('file', file, 'a .csv, .tsv or .json file');
  let text: string;
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES)
      throw new SerError('INVALID_CORPUS', `${file} holds ${size} bytes; at most ${MAX_BYTES} are read`);
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof SerError) throw error;
    if (error instanceof TypeError) throw new SerError('INVALID_CORPUS', `${file} is not UTF-8 text`, { cause: error });
    throw fileSystemError(error, 'file', file);
  }
  return parse(text);
}

/** Sizes of the files, each path once. */
async function findFiles(root: string, paths: readonly string[], table: string): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  for (const path of new Set(paths)) {
    try {
      files.push({ path, bytes: statSync(join(root, path)).size });
    } catch (error) {
      const { code, message } = fileSystemError(error, 'file', join(root, path));
      throw new SerError(code, `${message}, named in ${table}`, { cause: error });
    }
    if (files.length % IN_TURN === 0) await setImmediate();
  }
  return files;
}

/**
 * Reads your own recordings from a table, one row an utterance: CSV (commas or semicolons), TSV, or a JSON list of
 * objects, in UTF-8.
 *
 * Columns: `path` and `emotion`, and where you have them `speaker`, `gender`, `age`, `language`, `sentence`, `text`,
 * `start` and `end` (seconds, for parts of a long recording), `split` (`train`, `test`, for the protocol `given`), `id`.
 * Others are not read. If rows name no speaker, it is `unknown` and no speaker-independent protocol fits.
 *
 * @param file the table.
 * @throws SerError `NOT_FOUND` if the table or a file it names is not there; `INVALID_CORPUS` naming the row for
 * anything in it that is not what it should be.
 *
 * @example
 * const corpus = await tableCorpus('recordings.csv', { name: 'calls', language: 'pl', labels: { upset: 'angry' } });
 */
export async function tableCorpus(file: string, options: TableCorpusOptions = {}): Promise<Corpus> {
  if (typeof file !== 'string' || file === '') throw invalidArgument('file', file, 'a .csv, .tsv or .json file');
  const card = ownCard(options, file);
  const emotionOf = emotionReader(options.labels);
  const root = options.root ?? dirname(file);
  const reading = { name: card.name, language: card.language, emotionOf, columns: options.columns ?? {} };
  const { utterances, skipped } = await (async () => {
    try {
      return readTableRows(await readTable(file), reading);
    } catch (error) {
      if (!(error instanceof SerError) || error.code !== 'INVALID_CORPUS' || error.message.includes(file)) throw error;
      throw new SerError('INVALID_CORPUS', `${file}, ${error.message}`, { cause: error });
    }
  })();
  if (utterances.length === 0) throw new SerError('INVALID_CORPUS', `${file} has no rows to read`);
  const files = await findFiles(
    root,
    utterances.map(({ path }) => path),
    file,
  );
  return fileCorpus({ card, root, utterances, duplicates: await findDuplicates(root, files), skipped, mono: 'mean' });
}
