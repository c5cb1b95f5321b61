import { SerError } from '@ser/core';

/** One row of a table: its cells by column name, in lower case; empty cells are not in it. */
export interface TableRow {
  /** Where it is, for messages: the line of a text table, the entry of a JSON list; from 1. */
  readonly at: string;
  readonly cells: ReadonlyMap<string, string>;
}

const damaged = (where: string, what: string): SerError => new SerError('INVALID_CORPUS', `${where}: ${what}`);

/** Splits delimited text into records of fields, each with the line it begins on. */
function* records(text: string, delimiter: string): Generator<{ line: number; fields: string[] }> {
  let line = 1;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const began = line;
    const fields: string[] = [];
    for (let more = true; more; ) {
      const quoted = text[at] === '"';
      let field = '';
      if (quoted) {
        const parts: string[] = [];
        for (;;) {
          const close = text.indexOf('"', at + 1);
          if (close < 0) throw damaged(`line ${began}`, 'a quotation mark is never closed');
          parts.push(text.slice(at + 1, close));
          at = close + 1;
          if (text[at] !== '"') break;
        }
        field = parts.join('"');
        for (const character of field) if (character === '\n') line++;
      }
      const rest = at;
      while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++;
      const plain = text.slice(rest, at);
      if (quoted && plain.trim() !== '')
        throw damaged(`line ${line}`, `text after a closing quotation mark: ${JSON.stringify(plain.slice(0, 40))}`);
      fields.push(quoted ? field : plain.trim());
      more = text[at] === delimiter;
      if (more) at++;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    line++;
    yield { line: began, fields };
  }
}

/**
 * Reads a table of delimited text with a heading (RFC 4180: fields may be quoted, quotation marks are doubled).
 *
 * @param text at most a table; a byte order mark is ignored, as are empty lines.
 * @param delimiter `,` or `;` or a tab.
 * @throws SerError `INVALID_CORPUS` naming the line, for rows whose number of cells differs from the heading's, columns
 * named twice, and open quotation marks.
 */
export function parseDelimited(text: string, delimiter: ',' | ';' | '\t'): TableRow[] {
  const rows: TableRow[] = [];
  let heading: string[] | undefined;
  for (const { line, fields } of records(text, delimiter)) {
    if (fields.length === 1 && fields[0] === '') continue;
    if (!heading) {
      heading = fields.map((name) => name.toLowerCase());
      const twice = heading.find((name, i) => heading?.indexOf(name) !== i);
      if (twice !== undefined)
        throw damaged(`line ${line}`, `two columns are named ${JSON.stringify(twice.slice(0, 40))}`);
      continue;
    }
    if (fields.length !== heading.length)
      throw damaged(`line ${line}`, `${fields.length} cells, but the heading has ${heading.length}`);
    const cells = new Map<string, string>();
    for (const [i, field] of fields.entries()) if (field !== '') cells.set(heading[i] ?? '', field);
    rows.push({ at: `line ${line}`, cells });
  }
  return rows;
}

/**
 * Reads a JSON list of objects whose values are texts or numbers; `null` counts as absent.
 *
 * @throws SerError `INVALID_CORPUS` naming the entry, for anything else.
 */
export function parseJsonTable(text: string): TableRow[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new SerError('INVALID_CORPUS', `not JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  if (!Array.isArray(parsed)) throw damaged('JSON table', 'a list of objects is expected');
  return parsed.map((entry: unknown, index) => {
    const at = `entry ${index + 1}`;
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) throw damaged(at, 'an object is expected');
    const cells = new Map<string, string>();
    for (const [name, value] of Object.entries(entry)) {
      if (value === null || value === '') continue;
      if (typeof value !== 'string' && typeof value !== 'number')
        throw damaged(at, `${JSON.stringify(name.slice(0, 40))} must be a text or a number`);
      const column = name.toLowerCase();
      if (cells.has(column)) throw damaged(at, `two values are named ${JSON.stringify(column.slice(0, 40))}`);
      cells.set(column, String(value).trim());
    }
    return { at, cells };
  });
}
