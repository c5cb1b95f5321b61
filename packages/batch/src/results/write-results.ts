import { rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { formatCsv } from '@ser/core';
import { checkTableFormat, encodeTable, writeFiles } from '@ser/core/node';
import { type ClipResult, columnsFor, rowsOf } from './columns.js';

/**
 * Checks the name of the file that results are written to.
 *
 * @throws SerError `INVALID_ARGUMENT` for an extension other than `.parquet`, `.csv` and `.jsonl`.
 */
export const checkOut = (out: string): void => void checkTableFormat(out, 'out');

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
  const rows = rowsOf(columns, results);
  const table = Object.fromEntries(columns.map(({ name }, i) => [name, rows.map((row) => row[i]!)]));
  const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
  const content = await encodeTable(out, table, { types });
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
