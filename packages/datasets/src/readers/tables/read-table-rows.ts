import { type Cell, type Emotion, nearest, SerError, unknownName } from '@ser/core';
import { isFact } from '../../corpus/columns.js';
import type { Gender, SkippedFile, Utterance } from '../../corpus/corpus.js';
import { type EmotionReader, nearestEmotion } from '../../labels/emotion-words.js';
import { isLanguageTag } from '../../labels/language-tag.js';
import type { Table, TableRow } from './parse-table.js';

/** The columns of a table that are read. */
export const TABLE_COLUMNS = [
  'path',
  'emotion',
  'id',
  'speaker',
  'gender',
  'age',
  'language',
  'sentence',
  'text',
  'start',
  'end',
  'split',
] as const;
export type TableColumn = (typeof TABLE_COLUMNS)[number];

/** Options of reading the rows of a table. */
export interface TableReading {
  /** Name of the corpus. */
  readonly name: string;
  /** Language of rows that name none. */
  readonly language: string;
  readonly emotionOf: EmotionReader;
  /** Names of columns in the table, if they differ. */
  readonly columns: Readonly<Partial<Record<TableColumn, string | undefined>>>;
}

const GENDERS: ReadonlyMap<string, Gender> = new Map([
  ['f', 'female'],
  ['female', 'female'],
  ['m', 'male'],
  ['male', 'male'],
]);

/** Names that other tables have for the columns that are needed. */
const OTHER_NAMES = {
  path: ['filename', 'file', 'file_name', 'filepath', 'file_path', 'wav', 'audio', 'clip'],
  emotion: ['label', 'target', 'class', 'category', 'emo'],
} as const;

/**
 * Checks that a table has the columns that are needed.
 *
 * @throws SerError `INVALID_ARGUMENT` for a renamed column that is none, or that the table does not have;
 * `INVALID_CORPUS` for a table without paths or emotions, with a hint how to rename columns.
 */
export function checkColumns({ rows, columns: present }: Table, columns: TableReading['columns']): void {
  if (rows.length === 0) return;
  for (const [column, name] of Object.entries(columns)) {
    if (!(TABLE_COLUMNS as readonly string[]).includes(column)) throw unknownName('columns', column, TABLE_COLUMNS);
    if (name !== undefined && !present.includes(name.toLowerCase()))
      throw unknownName(`columns.${column}`, name, present);
  }
  const missing = (['path', 'emotion'] as const).filter((column) => !columns[column] && !present.includes(column));
  if (missing.length === 0) return;
  const meant = missing.map((column) => ({
    column,
    name: OTHER_NAMES[column].find((other) => present.includes(other)) ?? nearest(column, present) ?? '…',
  }));
  throw new SerError('INVALID_CORPUS', `there is no column ${missing.join(' and no column ')}, but ${some(present)}`, {
    hint:
      `Say which columns are meant: columns: { ${meant.map(({ column, name }) => `${column}: '${name}'`).join(', ')} }, ` +
      `or on the command line --columns ${meant.map(({ column, name }) => `${column}=${name}`).join(',')}.`,
  });
}

const some = (names: readonly string[]): string =>
  names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`;

/** Returns a path below a folder, with `/` between folders, or the reason why it is not one. */
function relativePath(path: string): { path: string } | { fault: string } {
  const parts = path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '.' && part !== '');
  if (/^([/\\]|[a-z]:)/i.test(path)) return { fault: 'must be relative to the folder of the table' };
  if (parts.includes('..')) return { fault: 'must not lead out of the folder of the table' };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (parts.length === 0 || /[\u0000-\u001f]/.test(path)) return { fault: 'must be the path of a file' };
  return { path: parts.join('/') };
}

class RowReader {
  readonly #row: TableRow;
  readonly #reading: TableReading;
  readonly #decimalComma: boolean;

  constructor(row: TableRow, reading: TableReading, decimalComma: boolean) {
    this.#row = row;
    this.#reading = reading;
    this.#decimalComma = decimalComma;
  }

  fault(column: TableColumn, what: string, hint?: string): SerError {
    const name = this.#reading.columns[column] ?? column;
    const value = this.get(column);
    const got = value === undefined ? '' : `, got ${JSON.stringify(value.slice(0, 60))}`;
    return new SerError('INVALID_CORPUS', `${this.#row.at}: ${name} ${what}${got}`, { hint });
  }

  get(column: TableColumn): string | undefined {
    return this.#row.cells.get((this.#reading.columns[column] ?? column).toLowerCase());
  }

  need(column: TableColumn): string {
    const value = this.get(column);
    if (value === undefined) throw this.fault(column, 'is missing');
    return value;
  }

  path(): string {
    const read = relativePath(this.need('path'));
    if ('fault' in read) throw this.fault('path', read.fault);
    return read.path;
  }

  emotion(): Emotion | null {
    const word = this.need('emotion');
    const emotion = this.#reading.emotionOf(word);
    if (emotion !== undefined) return emotion;
    const meant = nearestEmotion(word);
    throw this.fault(
      'emotion',
      'must be the name of an emotion, or be mapped by labels',
      meant &&
        `Did you mean ${meant}? If it is another emotion, say so: labels: { ${JSON.stringify(word)}: ${JSON.stringify(word)} }.`,
    );
  }

  number(column: 'age' | 'start' | 'end', allowed: string, holds: (value: number) => boolean): number | undefined {
    const text = this.get(column);
    if (text === undefined) return undefined;
    const value = Number(this.#decimalComma && /^\d+,\d+$/.test(text) ? text.replace(',', '.') : text);
    if (!Number.isFinite(value) || !holds(value))
      throw this.fault(
        column,
        `must be ${allowed}`,
        /^\d+,\d+$/.test(text) ? 'Write numbers with a decimal point, or separate the cells by semicolons.' : undefined,
      );
    return value;
  }

  language(): string {
    const tag = this.get('language') ?? this.#reading.language;
    if (!isLanguageTag(tag)) throw this.fault('language', 'must be a BCP 47 tag such as de or en-GB');
    return tag;
  }

  gender(): Gender | undefined {
    const text = this.get('gender');
    if (text === undefined) return undefined;
    const gender = GENDERS.get(text.toLowerCase());
    if (!gender) throw this.fault('gender', 'must be female, male, f or m');
    return gender;
  }
}

/** Reads the columns of a table that are no facts of an utterance. */
class FurtherColumns {
  readonly #read: ReadonlySet<string>;
  /** For each of the columns whether all of its values are numbers. */
  readonly #numeric = new Map<string, boolean>();

  constructor(rows: readonly TableRow[], { columns }: TableReading) {
    this.#read = new Set(TABLE_COLUMNS.map((column) => (columns[column] ?? column).toLowerCase()));
    for (const { cells } of rows)
      for (const [name, text] of cells)
        if (!this.#read.has(name)) this.#numeric.set(name, (this.#numeric.get(name) ?? true) && isNumber(text));
  }

  /** Returns the values of a row by column; undefined for a table without further columns. */
  of({ cells }: TableRow): Record<string, Cell> | undefined {
    if (this.#numeric.size === 0) return undefined;
    const values = [...this.#numeric].map(([name, numeric]): [string, Cell] => {
      const text = cells.get(name);
      return [isFact(name) ? `table.${name}` : name, text === undefined ? null : numeric ? Number(text) : text];
    });
    return Object.fromEntries(values);
  }
}

/** Returns true for the text of a number; one with leading zeros, such as `03`, is a name. */
const isNumber = (text: string): boolean => /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(text);

/**
 * Returns the utterances in the rows of a table.
 *
 * @returns the utterances in the order of the table, and rows left out because their emotion is mapped to `null`.
 * @throws SerError `INVALID_CORPUS` naming row and column of the first value that is not what it should be, for rows
 * that say the same, and if some rows name a speaker and others do not.
 */
export function readTableRows(
  { rows, decimalComma }: Pick<Table, 'rows' | 'decimalComma'>,
  reading: TableReading,
): { utterances: Utterance[]; skipped: SkippedFile[] } {
  const utterances: Utterance[] = [];
  const skipped: SkippedFile[] = [];
  const seen = new Map<string, string>();
  const further = new FurtherColumns(rows, reading);
  let speakers: { named: boolean; at: string } | undefined;
  for (const row of rows) {
    const cell = new RowReader(row, reading, decimalComma);
    const path = cell.path();
    const emotion = cell.emotion();
    const label = cell.need('emotion');
    if (emotion === null) {
      skipped.push({ path, reason: `emotion ${label} is left out` });
      continue;
    }
    const start = cell.number('start', 'seconds, 0 or more', (value) => value >= 0);
    const end = cell.number('end', 'seconds after start', (value) => value > (start ?? 0));
    const place = start === undefined && end === undefined ? '' : `#${start ?? 0}-${end ?? ''}`;
    const id = `${reading.name}/${cell.get('id') ?? `${path}${place}`}`;
    const before = seen.get(id);
    if (before !== undefined)
      throw new SerError('INVALID_CORPUS', `${row.at} and ${before} name the same utterance, ${id}`);
    seen.set(id, row.at);
    const speaker = cell.get('speaker');
    speakers ??= { named: speaker !== undefined, at: row.at };
    if (speakers.named !== (speaker !== undefined))
      throw new SerError(
        'INVALID_CORPUS',
        `${row.at} and ${speakers.at}: either every row names a speaker or none does`,
      );
    utterances.push({
      id,
      path,
      corpus: reading.name,
      speaker: speaker ?? 'unknown',
      gender: cell.gender(),
      age: cell.number('age', 'years, 0 to 130', (value) => value >= 0 && value <= 130),
      emotion,
      label,
      language: cell.language(),
      sentence: cell.get('sentence'),
      text: cell.get('text'),
      start,
      end,
      split: cell.get('split')?.toLowerCase(),
      columns: further.of(row),
    });
  }
  return { utterances, skipped };
}
