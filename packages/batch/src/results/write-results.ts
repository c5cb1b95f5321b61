import { rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { formatCsv, invalidArgument } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { type ClipResult, type Column, columnsFor, rowsOf, type Value } from './columns.js';

/** How results are written, by the extension of their file. */
type Format = (columns: readonly Column[], rows: Value[][]) => string | Promise<Uint8Array>;
const FORMATS: Readonly<Record<string, Format>> = {
  '.csv': (columns, rows) =>
    formatCsv([columns.map(({ name }) => name), ...rows.map((row) => row.map((value) => value ?? ''))]),
  '.jsonl': (columns, rows) =>
    rows.map((row) => `${JSON.stringify(Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])))}\n`).join(''),
  '.parquet': async (columns, rows) => {
    // Loaded where it is used, since commands that only find recordings need not wait for it.
    const { parquetWriteBuffer } = await import('hyparquet-writer');
    const columnData = columns.map(({ name, type }, i) => ({ name, type, data: rows.map((row) => row[i]!) }));
    return new Uint8Array(parquetWriteBuffer({ columnData }));
  },
};

/**
 * Checks the name of the file that results are written to.
 *
 * @throws SerError `INVALID_ARGUMENT` for an extension other than `.parquet`, `.csv` and `.jsonl`.
 */
export function checkOut(out: string): void {
  if (!Object.hasOwn(FORMATS, extname(out).toLowerCase()))
    throw invalidArgument('out', out, 'a file that ends with .parquet, .csv or .jsonl');
}

/** Returns the file that lists the failed clips: `results.failed.csv` for `results.parquet`. */
export const failedFile = (out: string): string => join(dirname(out), `${basename(out, extname(out))}.failed.csv`);

/**
 * Writes results, and next to them the list of failed clips if there are any. Both are written under other names first,
 * so that a file is never half there. A list of failed clips from an earlier batch is removed.
 *
 * @throws SerError `FILE_ACCESS` where they cannot be written.
 */
export async function writeResults(
  out: string,
  labels: readonly string[],
  results: readonly ClipResult[],
): Promise<void> {
  const columns = columnsFor(labels);
  const content = await FORMATS[extname(out).toLowerCase()]!(columns, rowsOf(columns, results));
  const failed = results.flatMap(({ clip, outcome }) =>
    'failure' in outcome ? [[clip.file, outcome.failure.code, outcome.failure.message]] : [],
  );
  const list = failed.length > 0 && formatCsv([['file', 'error', 'message'], ...failed]);
  await writeFiles(dirname(out), {
    ...(list === false ? {} : { [basename(failedFile(out))]: list }),
    [basename(out)]: content,
  });
  if (list === false) await rm(failedFile(out), { force: true });
}
