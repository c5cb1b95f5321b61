import { type CsvRow, isRecord, parseCsv, parseJson, SerError } from '@ser/core';

/** One row of a table: its cells by column name, in lower case; empty cells are not in it. */
export interface TableRow {
  /** Position for messages: the line of a text table, the entry of a JSON list; from 1. */
  readonly at: string;
  readonly cells: ReadonlyMap<string, string>;
}

/** The rows of a table, and how its numbers are written. */
export interface Table {
  readonly rows: readonly TableRow[];
  /** The names of its columns in lower case. */
  readonly columns: readonly string[];
  /** True if numbers may have a decimal comma: in tables whose cells are not separated by commas. */
  readonly decimalComma: boolean;
}

/** The character between the cells of a table of text. */
export type Delimiter = ',' | ';' | '\t';

const damaged = (where: string, what: string): SerError => new SerError('INVALID_CORPUS', `${where}: ${what}`);

/** The first line that some spreadsheet programs write to say what separates the cells. */
const SEPARATOR_LINE = /^\uFEFF?"?sep=([,;\t])"?(?=\r|\n|$)/i;

/** Returns the delimiter of a CSV text: the one its first line states, else `;` for a heading with that alone. */
export function delimiterOf(text: string): Delimiter {
  const [, stated] = SEPARATOR_LINE.exec(text) ?? [];
  if (stated !== undefined) return stated as Delimiter;
  const heading = text.slice(0, text.search(/[\r\n]|$/));
  return heading.includes(';') && !heading.includes(',') ? ';' : ',';
}

/**
 * Returns the rows of a table of delimited text with a heading (RFC 4180: fields may be quoted, quotation marks are doubled). A first
 * line such as `sep=;`, a byte order mark, and empty lines are ignored.
 *
 * @throws SerError `INVALID_CORPUS` naming the line, for rows whose number of cells differs from the heading's, columns
 * named twice, open quotation marks, and more than 10 000 columns.
 */
export function parseDelimited(text: string, delimiter: Delimiter): Table {
  const rows: TableRow[] = [];
  const body = text.replace(SEPARATOR_LINE, '');
  const [heading, ...records] = parseCsv(body, { delimiter, trim: true, code: 'INVALID_CORPUS' });
  if (!heading) return { rows, columns: [], decimalComma: delimiter !== ',' };
  const columns = headingOf(heading);
  for (const { line, fields } of records) {
    if (fields.length !== columns.length)
      throw damaged(`line ${line}`, `${fields.length} cells, but the heading has ${columns.length}`);
    const cells = new Map<string, string>();
    for (const [i, field] of fields.entries()) if (field !== '') cells.set(columns[i]!, field);
    rows.push({ at: `line ${line}`, cells });
  }
  return { rows, columns, decimalComma: delimiter !== ',' };
}

function headingOf({ line, fields }: CsvRow): string[] {
  const columns = new Set<string>();
  for (const field of fields) {
    const name = field.toLowerCase();
    if (columns.has(name)) throw damaged(`line ${line}`, `two columns are named ${JSON.stringify(name.slice(0, 40))}`);
    columns.add(name);
  }
  return [...columns];
}

/**
 * Returns the rows of a JSON list of objects whose values are texts or numbers; `null` counts as absent.
 *
 * @throws SerError `INVALID_CORPUS` naming the entry, for anything else.
 */
export function parseJsonTable(text: string): Table {
  const parsed = parseJson(text, { name: 'the table', code: 'INVALID_CORPUS' });
  if (!Array.isArray(parsed)) throw damaged('JSON table', 'a list of objects is expected');
  const columns = new Set<string>();
  const rows = parsed.map((entry: unknown, index): TableRow => {
    const at = `entry ${index + 1}`;
    if (!isRecord(entry)) throw damaged(at, 'an object is expected');
    const cells = new Map<string, string>();
    for (const [name, value] of Object.entries(entry)) {
      const column = name.toLowerCase();
      columns.add(column);
      if (value === null || value === '') continue;
      if (typeof value !== 'string' && typeof value !== 'number')
        throw damaged(at, `${JSON.stringify(name.slice(0, 40))} must be a text or a number`);
      if (cells.has(column)) throw damaged(at, `two values are named ${JSON.stringify(column.slice(0, 40))}`);
      cells.set(column, String(value).trim());
    }
    return { at, cells };
  });
  return { rows, columns: [...columns], decimalComma: false };
}
