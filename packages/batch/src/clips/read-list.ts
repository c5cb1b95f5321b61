import { parseCsv, printable, SerError } from '@ser/core';
import { readRegularFile } from '@ser/core/node';
import { extensionOf } from './audio-names.js';

const MAX_BYTES = 512 * 2 ** 20;

/** Names of the column with paths or URLs, the first that a table has. */
const COLUMNS = ['file', 'path', 'url', 'filename'];

/** Returns true for the name of a list of recordings: a table, or a text with one path in each line. */
export const isList = (path: string): boolean => ['csv', 'tsv', 'txt'].includes(extensionOf(path));

/**
 * Returns the paths and URLs of a list: of a text each line, of a table its column `file`, `path`, `url` or `filename`.
 *
 * @throws SerError `NOT_FOUND`, `FILE_ACCESS`, or `INVALID_ARGUMENT` for a damaged table or one without such a column.
 */
export async function readList(path: string): Promise<string[]> {
  const text = new TextDecoder().decode(await readRegularFile(path, { maxBytes: MAX_BYTES }));
  if (extensionOf(path) === 'txt') return text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const [firstLine = ''] = text.split(/[\r\n]/, 1);
  const delimiter =
    extensionOf(path) === 'tsv' ? '\t' : firstLine.includes(';') && !firstLine.includes(',') ? ';' : ',';
  const [heading, ...rows] = parseCsv(text, { delimiter, trim: true });
  const names = (heading?.fields ?? []).map((name) => name.toLowerCase());
  const column = COLUMNS.map((name) => names.indexOf(name)).find((index) => index >= 0);
  if (column === undefined)
    throw new SerError('INVALID_ARGUMENT', `${printable(path)} has no column ${COLUMNS.join(', ')}`, {
      hint: names.length === 0 ? 'The table is empty.' : `It has ${printable(names.slice(0, 12).join(', '))}.`,
    });
  return rows.map(({ line, fields }) => {
    const file = fields[column];
    if (file) return file;
    throw new SerError('INVALID_ARGUMENT', `${printable(path)}, line ${line}: ${names[column]} is empty`);
  });
}
