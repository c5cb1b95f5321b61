import { basename, dirname, extname } from 'node:path';
import { invalidArgument } from '../errors/invalid-argument.js';
import { type Cell, rowCount, type Table } from '../table/table.js';
import { formatCsv } from '../text/csv.js';
import { writeFiles } from './write-files.js';

/** The type of a column of a Parquet file. */
export type ColumnType = 'STRING' | 'FLOAT' | 'DOUBLE' | 'BOOLEAN';

/** Options of {@link encodeTable} and {@link writeTable}. */
export interface WriteTableOptions {
  /**
   * Types of columns in a Parquet file; by default that of their values, which is `FLOAT` for a `Float32Array`, and
   * `STRING` for a column without values.
   */
  readonly types?: Readonly<Record<string, ColumnType>> | undefined;
}

type Encode = (columns: readonly (readonly [string, Cell[]])[], options: WriteTableOptions) => Promise<Uint8Array>;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const rowsOf = (columns: readonly (readonly [string, Cell[]])[]): Cell[][] =>
  (columns[0]?.[1] ?? []).map((_, row) => columns.map(([, cells]) => cells[row]!));

const ENCODERS: Readonly<Record<string, Encode>> = {
  '.csv': async (columns) => {
    const rows = rowsOf(columns).map((row) =>
      row.map((cell) => (typeof cell === 'number' ? cell : String(cell ?? ''))),
    );
    return utf8(columns.length === 0 ? '' : formatCsv([columns.map(([name]) => name), ...rows]));
  },
  '.jsonl': async (columns) =>
    utf8(
      rowsOf(columns)
        .map((row) => `${JSON.stringify(Object.fromEntries(row.map((cell, i) => [columns[i]![0], cell])))}\n`)
        .join(''),
    ),
  '.parquet': async (columns, { types = {} }) => {
    // Loaded on first use: most programs never write Parquet.
    const { parquetWriteBuffer } = await import('hyparquet-writer');
    const columnData = columns.map(([name, data]) => ({ name, data, type: types[name] ?? typeOf(name, data) }));
    return new Uint8Array(parquetWriteBuffer({ columnData }));
  },
};

/** Returns the type of a column by its values. */
function typeOf(name: string, cells: readonly Cell[]): ColumnType {
  const kinds = new Set(cells.filter((cell) => cell !== null).map((cell) => typeof cell));
  if (kinds.size > 1)
    throw invalidArgument(`column ${JSON.stringify(name)}`, [...kinds], 'of one kind of values in a Parquet file');
  return kinds.has('number') ? 'DOUBLE' : kinds.has('boolean') ? 'BOOLEAN' : 'STRING';
}

/** The extensions of the formats that {@link writeTable} knows. */
export const TABLE_FORMATS: readonly string[] = Object.keys(ENCODERS);

/**
 * Returns the bytes of a table in the format of a file name: `.csv` (RFC 4180, UTF-8), `.jsonl` (an object for each row)
 * or `.parquet` (columns of texts, numbers or booleans). A cell without a value is empty, `null`, or null.
 *
 * @param file a path or name; only its extension counts.
 * @throws SerError `INVALID_ARGUMENT` for another extension, for columns of different lengths, and for Parquet columns
 *   with values of several types.
 */
export async function encodeTable(file: string, table: Table, options: WriteTableOptions = {}): Promise<Uint8Array> {
  const encode = ENCODERS[checkTableFormat(file)]!;
  rowCount(table);
  const columns = Object.entries(table);
  const singles = columns
    .filter(([, cells]) => cells instanceof Float32Array)
    .map(([name]) => [name, 'FLOAT'] as const);
  return encode(
    columns.map(([name, cells]) => [name, Array.from(cells)] as const),
    { types: { ...Object.fromEntries(singles), ...options.types } },
  );
}

/**
 * Returns the extension of a table's file, in lower case.
 *
 * @param argument name of the argument in the message.
 * @throws SerError `INVALID_ARGUMENT` for an extension that {@link writeTable} does not know.
 */
export function checkTableFormat(file: string, argument = 'file'): string {
  const format = extname(file).toLowerCase();
  if (!TABLE_FORMATS.includes(format))
    throw invalidArgument(argument, file, 'a file that ends with .parquet, .csv or .jsonl');
  return format;
}

/**
 * Writes a table as {@link encodeTable} does, under another name first, so that the file is never half there.
 *
 * @throws SerError `INVALID_ARGUMENT` as {@link encodeTable}; `FILE_ACCESS` if the file cannot be written.
 * @example
 * await writeTable('corpus.parquet', toTable(corpus)); // pandas.read_parquet('corpus.parquet')
 */
export async function writeTable(file: string, table: Table, options: WriteTableOptions = {}): Promise<void> {
  await writeFiles(dirname(file), { [basename(file)]: await encodeTable(file, table, options) });
}
