import { type Cell, formatCsv, invalidArgument, type Table, unknownName } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { iso6392 } from 'iso-639-2';
import { stringify } from 'yaml';
import { toTable } from '../../corpus/columns.js';
import type { Corpus, Utterance } from '../../corpus/corpus.js';
import { formatDuration } from './read-database-table.js';

/** What a database may be used for, in the words of audformat. */
const USAGES = ['commercial', 'other', 'research', 'restricted', 'unrestricted'] as const;

/** Options of {@link writeAudformat}. */
export interface WriteAudformatOptions {
  /** What the database may be used for; `other` by default, since only its license says so. */
  readonly usage?: (typeof USAGES)[number] | undefined;
}

/** Language tags that name no language. */
const NO_LANGUAGE: ReadonlySet<string> = new Set(['und', 'mul', 'zxx']);

/** Returns the code of ISO 639-3 of a language, as audformat wants it, e.g. `deu` for `de`. */
function threeLetters(language: string): string {
  const known = iso6392.find(({ iso6391 }) => iso6391 === language);
  return known?.iso6392T ?? known?.iso6392B ?? language;
}

/** Columns whose names differ in the database. */
const RENAMED: Readonly<Record<string, string>> = { text: 'transcription' };

/** Columns of a corpus that are the index of a table, or the same for all utterances. */
const NOT_WRITTEN: ReadonlySet<string> = new Set(['id', 'path', 'label', 'start', 'end']);

/** Returns the scheme of a column: its type and, for few different names, its labels. */
function schemeOf(name: string, cells: readonly Cell[]): Record<string, unknown> {
  const values = cells.filter((cell) => cell !== null);
  if (values.every((cell) => typeof cell === 'number')) return { dtype: 'float' };
  if (values.every((cell) => typeof cell === 'boolean')) return { dtype: 'bool' };
  const labels = name === 'emotion' || name === 'gender' ? { labels: [...new Set(values)].sort() } : {};
  return { dtype: 'str', ...labels };
}

/** Returns a cell as pandas writes it. */
const formatCell = (cell: Cell): string | number =>
  typeof cell === 'boolean' ? (cell ? 'True' : 'False') : (cell ?? '');

/** Returns the columns of a database's table by name. */
function columnsOf({ name, ...corpus }: Corpus): Table {
  const own = corpus.utterances.every((utterance) => utterance.corpus === name);
  const idOf = ({ id }: Utterance): string => (own && id.startsWith(`${name}/`) ? id.slice(name.length + 1) : id);
  const table: Record<string, ArrayLike<Cell>> = { id: corpus.utterances.map(idOf) };
  for (const [column, cells] of Object.entries(toTable({ name, ...corpus }))) {
    if (NOT_WRITTEN.has(column) || (own && column === 'corpus')) continue;
    if (column === 'file')
      throw invalidArgument('column', column, 'a name other than file, which audformat uses for paths');
    table[RENAMED[column] ?? column] = cells;
  }
  return table;
}

/**
 * Writes a corpus as a database in audformat, for audb, nkululeko and `audformat.Database.load`: `db.yaml`, and the table
 * `files` as `db.files.csv`, or `segments` with `start` and `end` if an utterance is a part of its file. The columns are
 * those of {@link toTable}: `emotion` in the shared vocabulary, `speaker`, `gender`, `age`, `language`, `split` and so on.
 *
 * The recordings are neither moved nor copied: paths stay relative to the folder of the corpus, so that this is where the
 * database belongs.
 *
 * @param dir the folder, which is made if it does not exist.
 * @throws SerError `INVALID_ARGUMENT` for an unknown `usage`, or a further column named `file`; `FILE_ACCESS`.
 * @example
 * await writeAudformat('data/emodb', corpus, { usage: 'research' });
 * // Python: audformat.Database.load('data/emodb')['files'].get()
 */
export async function writeAudformat(
  dir: string,
  corpus: Corpus,
  { usage = 'other' }: WriteAudformatOptions = {},
): Promise<void> {
  if (!USAGES.includes(usage)) throw unknownName('usage', usage, USAGES);
  const { utterances, name, title, source, license } = corpus;
  const columns = Object.entries(columnsOf(corpus)).map(([column, cells]) => [column, Array.from(cells)] as const);
  const segmented = utterances.some(({ start, end }) => start !== undefined || end !== undefined);
  const table = segmented ? 'segments' : 'files';
  const spoken = [...new Set(utterances.map(({ language }) => new Intl.Locale(language).language))];
  const languages = spoken
    .filter((language) => !NO_LANGUAGE.has(language))
    .map(threeLetters)
    .sort();
  const header = {
    ...{ name, source, usage, languages, description: title, license },
    schemes: Object.fromEntries(columns.map(([column, cells]) => [column, schemeOf(column, cells)])),
    tables: {
      [table]: {
        type: segmented ? 'segmented' : 'filewise',
        columns: Object.fromEntries(columns.map(([column]) => [column, { scheme_id: column }])),
      },
    },
  };
  const index = (utterance: Utterance): string[] => {
    const { path, start = 0, end } = utterance;
    return segmented ? [path, formatDuration(start), end === undefined ? '' : formatDuration(end)] : [path];
  };
  const rows = utterances.map((utterance, row) => [
    ...index(utterance),
    ...columns.map(([, cells]) => formatCell(cells[row]!)),
  ]);
  const heading = [...(segmented ? ['file', 'start', 'end'] : ['file']), ...columns.map(([column]) => column)];
  await writeFiles(dir, {
    [`db.${table}.csv`]: formatCsv([heading, ...rows]),
    // audformat reads YAML 1.1, where more texts need quotes.
    'db.yaml': stringify(header, { version: '1.1', aliasDuplicateObjects: false }),
  });
}
