import { join } from 'node:path';
import { printable, SerError } from '@ser/core';
import { readRegularFile } from '@ser/core/node';
import { textOf } from '../files/decode-text.js';
import { parseDelimited, type Table } from '../tables/parse-table.js';
import { MAX_BYTES } from '../tables/table-corpus.js';

/**
 * Reads a table of a database: `db.<id>.parquet` if there is one, else `db.<id>.csv`. Durations become seconds.
 *
 * @param durations columns that hold durations.
 * @throws SerError `NOT_FOUND` if there is neither file; `INVALID_CORPUS` for a damaged one.
 */
export async function readDatabaseTable(dir: string, id: string, durations: ReadonlySet<string>): Promise<Table> {
  if (/[\\/\0]/.test(id)) throw new SerError('INVALID_CORPUS', `${printable(id)} is not the name of a table`);
  const file = join(dir, `db.${id}`);
  const table = (await readParquet(`${file}.parquet`)) ?? (await readCsv(`${file}.csv`));
  if (!table)
    throw new SerError('NOT_FOUND', `no such file: ${file}.parquet or ${file}.csv`, {
      hint: "audformat writes tables that can be read here by db.save(folder, storage_format='parquet'), or 'csv'.",
    });
  const rows = table.rows.map(({ at, cells }) => {
    const read = [...cells].map(([name, text]) => [name, durations.has(name) ? seconds(text) : text] as const);
    return {
      at: `table ${id}, ${at}`,
      cells: new Map(read.filter((cell): cell is [string, string] => cell[1] !== null)),
    };
  });
  return { ...table, rows };
}

/** Returns the bytes of a file; undefined if it does not exist. */
async function bytesOf(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await readRegularFile(file, { maxBytes: MAX_BYTES, code: 'INVALID_CORPUS' });
  } catch (error) {
    if (error instanceof SerError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

async function readCsv(file: string): Promise<Table | undefined> {
  const bytes = await bytesOf(file);
  return bytes && parseDelimited(textOf(bytes), ',');
}

async function readParquet(file: string): Promise<Table | undefined> {
  const bytes = await bytesOf(file);
  if (!bytes) return undefined;
  // Loaded on first use: most corpora are not in Parquet.
  const { parquetReadObjects } = await import('hyparquet');
  try {
    const read = await parquetReadObjects({ file: bytes.slice().buffer });
    const columns = new Set<string>();
    const rows = read.map((row, index) => {
      const cells = Object.entries(row).flatMap(([name, value]): [string, string][] => {
        columns.add(name.toLowerCase());
        return value === null || value === undefined ? [] : [[name.toLowerCase(), String(value)]];
      });
      return { at: `row ${index + 1}`, cells: new Map(cells) };
    });
    return { rows, columns: [...columns], decimalComma: false };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SerError('INVALID_CORPUS', `${file} is not a Parquet file that can be read: ${reason}`, { cause });
  }
}

/** The text of a duration in pandas, e.g. `0 days 00:00:01.500000`. */
const DURATION = /^(?:(\d+) days?)?\s*(?:(\d+):(\d\d):(\d\d(?:\.\d+)?))?$/;

/** Returns a duration in seconds: pandas' text, or whole nanoseconds as Parquet holds them; null for none (`NaT`). */
function seconds(text: string): string | null {
  if (text === 'NaT' || text === '') return null;
  if (/^\d+$/.test(text)) return String(Number(text) / 1e9);
  const [matched, days = 0, hours = 0, minutes = 0, rest = 0] = DURATION.exec(text) ?? [];
  return matched ? String(((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(rest)) : text;
}

/** Returns the text of a duration as pandas writes it, to the nanosecond. */
export function formatDuration(value: number): string {
  const nanoseconds = Math.round(value * 1e9);
  const [whole, fraction] = [Math.floor(nanoseconds / 1e9), nanoseconds % 1e9];
  const two = (part: number): string => String(part).padStart(2, '0');
  const clock = `${two(Math.floor(whole / 3600) % 24)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return `${Math.floor(whole / 86_400)} days ${clock}.${String(fraction).padStart(9, '0')}`;
}
