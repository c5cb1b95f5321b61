import { statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { invalidArgument, printable, SerError } from '@ser/core';
import { readError, readRegularFile } from '@ser/core/node';
import type { Corpus } from '../../corpus/corpus.js';
import { type EmotionMapping, emotionReader } from '../../labels/emotion-words.js';
import { type CustomCorpusOptions, customCard, findDuplicates } from '../files/custom-corpus.js';
import { textOf } from '../files/decode-text.js';
import { fileCorpus } from '../files/file-corpus.js';
import { NameFinder } from '../files/name-finder.js';
import type { FoundFile } from '../files/walk-folder.js';
import { delimiterOf, parseDelimited, parseJsonTable, type Table } from './parse-table.js';
import { checkColumns, readTableRows, type TableColumn } from './read-table-rows.js';

/** Options of {@link tableCorpus}. */
export interface TableCorpusOptions extends CustomCorpusOptions {
  /** Folder that paths in the table are relative to; that of the table by default. */
  readonly root?: string | undefined;
  /** Names of columns in the table, if they differ, e.g. `{ path: 'filename', emotion: 'target' }`. */
  readonly columns?: Partial<Record<TableColumn, string>> | undefined;
  /** Meanings of the table's words for emotions; `null` leaves rows out. */
  readonly labels?: EmotionMapping | undefined;
}

/** Largest size of a table, in bytes. */
export const MAX_BYTES: number = 1 << 28;
/** Number of files that are looked up before the event loop gets a turn. */
const IN_TURN = 64;

const PARSERS: ReadonlyMap<string, (text: string) => Table> = new Map([
  ['.csv', (text: string) => parseDelimited(text, delimiterOf(text))],
  ['.tsv', (text: string) => parseDelimited(text, '\t')],
  ['.json', parseJsonTable],
]);

async function readTable(file: string): Promise<Table> {
  const parse = PARSERS.get(extname(file).toLowerCase());
  if (!parse) throw invalidArgument('file', file, 'a .csv, .tsv or .json file');
  return parse(textOf(await readRegularFile(file, { maxBytes: MAX_BYTES, code: 'INVALID_CORPUS' })));
}

/** The files of a table by the paths in it; a path in it may write accents in another way than the folder does. */
async function findFiles(root: string, paths: readonly string[], table: string): Promise<Map<string, FoundFile>> {
  const files = new Map<string, FoundFile>();
  const finder = new NameFinder(root);
  for (const path of new Set(paths)) {
    const found = sizeOf(root, path) ?? sizeOf(root, await finder.find(path));
    if (!found) throw new SerError('NOT_FOUND', `no such file: ${printable(join(root, path))}, named in ${table}`);
    files.set(path, found);
    if (files.size % IN_TURN === 0) await setImmediate();
  }
  return files;
}

/** Returns a file with its size; undefined if it does not exist. */
function sizeOf(root: string, path: string | undefined): FoundFile | undefined {
  if (path === undefined) return undefined;
  try {
    return { path, bytes: statSync(join(root, path)).size };
  } catch (error) {
    const typed = readError(error, 'file', join(root, path));
    if (typed.code === 'NOT_FOUND') return undefined;
    throw typed;
  }
}

/**
 * Returns a corpus of the recordings that a table lists, one row for each utterance: CSV (commas or semicolons), TSV, or a JSON list of
 * objects, in UTF-8 or UTF-16. A first line such as `sep=;` is understood, and decimal commas where cells are not
 * separated by commas.
 *
 * Columns: `path` and `emotion`, and where you have them `speaker`, `gender`, `age`, `language`, `sentence`, `text`,
 * `start` and `end` (seconds, for parts of a long recording), `split` (`train`, `test`, for the protocol `given`), `id`.
 * Others become `columns` of the utterances, as numbers if all values are numbers; one with the name of another fact, such as
 * `version`, as `table.version`. If rows name no speaker, it is `unknown` and no speaker-independent protocol fits. An `end` up to
 * 50 ms beyond its recording counts as rounded. Any word can be an emotion; one that looks like a misspelled
 * known emotion is refused. Paths are found also if they write accents in another Unicode form than the folder.
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
  return corpusOfTable(file, () => readTable(file), options);
}

/**
 * Returns a corpus of the recordings in a table.
 *
 * @param file the file that messages name, and whose folder paths are relative to by default.
 * @param read returns the table.
 */
export async function corpusOfTable(
  file: string,
  read: () => Promise<Table>,
  options: TableCorpusOptions,
): Promise<Corpus> {
  const card = customCard(options, file);
  const emotionOf = emotionReader(options.labels, { open: true });
  const root = options.root ?? dirname(file);
  const reading = { name: card.name, language: card.language, emotionOf, columns: options.columns ?? {} };
  const { utterances, skipped } = await (async () => {
    try {
      const table = await read();
      checkColumns(table, reading.columns);
      return readTableRows(table, reading);
    } catch (error) {
      if (!(error instanceof SerError) || error.code !== 'INVALID_CORPUS' || error.message.includes(file)) throw error;
      throw new SerError('INVALID_CORPUS', `${file}, ${error.message}`, { cause: error, hint: error.hint });
    }
  })();
  if (utterances.length === 0) throw new SerError('INVALID_CORPUS', `${file} has no rows to read`);
  const files = await findFiles(
    root,
    utterances.map(({ path }) => path),
    file,
  );
  return fileCorpus({
    card,
    root,
    utterances: utterances.map((utterance) => ({ ...utterance, path: files.get(utterance.path)!.path })),
    duplicates: await findDuplicates(root, [...files.values()]),
    skipped,
    mono: 'mean',
  });
}
