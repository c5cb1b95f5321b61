import { type Emotion, SerError } from '@ser/core';
import type { Gender, SkippedFile, Utterance } from '../../corpus/corpus.js';
import type { EmotionReader } from '../../labels/emotion-words.js';
import type { TableRow } from './parse-table.js';

/** What a table says about an utterance. */
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

/** How to read the rows of a table. */
export interface TableReading {
  /** Name of the corpus. */
  readonly name: string;
  /** Language of rows that name none. */
  readonly language: string;
  readonly emotionOf: EmotionReader;
  /** The table's own names of columns, where they differ. */
  readonly columns: Readonly<Partial<Record<TableColumn, string>>>;
}

/** Whether a text has the form of a BCP 47 language tag. */
export function isLanguageTag(text: string): boolean {
  return /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i.test(text);
}

const GENDERS: Readonly<Record<string, Gender>> = { f: 'female', female: 'female', m: 'male', male: 'male' };

/** A path below a folder with `/` between folders, or why it is none. */
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

  constructor(row: TableRow, reading: TableReading) {
    this.#row = row;
    this.#reading = reading;
  }

  fault(column: TableColumn, what: string): SerError {
    const name = this.#reading.columns[column] ?? column;
    const value = this.get(column);
    const got = value === undefined ? '' : `, got ${JSON.stringify(value.slice(0, 60))}`;
    return new SerError('INVALID_CORPUS', `${this.#row.at}: ${name} ${what}${got}`);
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
    const emotion = this.#reading.emotionOf(this.need('emotion'));
    if (emotion === undefined) throw this.fault('emotion', 'must be a known emotion or be mapped by labels');
    return emotion;
  }

  number(column: 'age' | 'start' | 'end', allowed: string, holds: (value: number) => boolean): number | undefined {
    const text = this.get(column);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!Number.isFinite(value) || !holds(value)) throw this.fault(column, `must be ${allowed}`);
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
    const gender = GENDERS[text.toLowerCase()];
    if (!gender) throw this.fault('gender', 'must be female, male, f or m');
    return gender;
  }
}

const given = <K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: T };

/**
 * Turns the rows of a table into utterances.
 *
 * @returns the utterances in the order of the table, and rows left out because their emotion is mapped to `null`.
 * @throws SerError `INVALID_CORPUS` naming row and column of the first value that is not what it should be, for rows
 * that say the same, and if some rows name a speaker and others do not.
 */
export function readTableRows(
  rows: readonly TableRow[],
  reading: TableReading,
): { utterances: Utterance[]; skipped: SkippedFile[] } {
  const utterances: Utterance[] = [];
  const skipped: SkippedFile[] = [];
  const seen = new Map<string, string>();
  let speakers: { named: boolean; at: string } | undefined;
  for (const row of rows) {
    const cell = new RowReader(row, reading);
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
      ...given('gender', cell.gender()),
      ...given(
        'age',
        cell.number('age', 'years, 0 to 130', (value) => value >= 0 && value <= 130),
      ),
      emotion,
      label,
      language: cell.language(),
      ...given('sentence', cell.get('sentence')),
      ...given('text', cell.get('text')),
      ...given('start', start),
      ...given('end', end),
      ...given('split', cell.get('split')?.toLowerCase()),
    });
  }
  return { utterances, skipped };
}
