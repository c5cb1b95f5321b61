import { invalidArgument } from '../errors/invalid-argument.js';
import { printable } from '../errors/printable.js';
import { SerError, type SerErrorCode } from '../errors/ser-error.js';

/** One row of a CSV text. */
export interface CsvRow {
  /** The line of the text it begins on, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Options of {@link parseCsv}. */
export interface ParseCsvOptions {
  /** The character between fields; `,` by default. */
  readonly delimiter?: ',' | ';' | '\t' | undefined;
  /** Drops spaces around fields that are not quoted, and before and after quotation marks; false by default. */
  readonly trim?: boolean | undefined;
  /** Most fields of a row; 10 000 by default. */
  readonly maxColumns?: number | undefined;
  /** Longest field, in UTF-16 code units; 1 000 000 by default. */
  readonly maxFieldLength?: number | undefined;
  /** Code of the errors; `INVALID_ARGUMENT` by default. */
  readonly code?: SerErrorCode | undefined;
}

/**
 * Returns the rows of a CSV text (RFC 4180): fields may be quoted, and quotation marks in them are doubled. Lines end
 * with `\n`, `\r\n` or `\r`. A byte order mark is dropped, and so are empty lines. Takes time in proportion to the
 * length of the text.
 *
 * @throws SerError with `code` that names the line, for a quotation mark that is never closed, text after a closing
 *   one, and rows or fields above the limits.
 * @example
 * parseCsv('id,text\na,"say ""hi"""\n');
 * // [{ line: 1, fields: ['id', 'text'] }, { line: 2, fields: ['a', 'say "hi"'] }]
 */
export function parseCsv(text: string, options: ParseCsvOptions = {}): CsvRow[] {
  const rows: CsvRow[] = [];
  const reader = new RowReader(text, options);
  while (!reader.ended) {
    const row = reader.next();
    if (row) rows.push(row);
  }
  return rows;
}

class RowReader {
  readonly #text: string;
  readonly #options: Required<{ [K in keyof ParseCsvOptions]: NonNullable<ParseCsvOptions[K]> }>;
  /** A field without quotation marks, and what may stand before a quotation mark. */
  readonly #plain: RegExp;
  readonly #blank: RegExp;
  #at: number;
  #line = 1;

  constructor(
    text: string,
    {
      delimiter = ',',
      trim = false,
      maxColumns = 10_000,
      maxFieldLength = 1_000_000,
      code = 'INVALID_ARGUMENT',
    }: ParseCsvOptions,
  ) {
    this.#text = text;
    this.#options = { delimiter, trim, maxColumns, maxFieldLength, code };
    this.#plain = new RegExp(`[^${delimiter}\r\n]*`, 'y');
    this.#blank = delimiter === '\t' ? / */y : /[ \t]*/y;
    this.#at = text.startsWith('\uFEFF') ? 1 : 0;
  }

  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Reads a row; undefined for an empty line. */
  next(): CsvRow | undefined {
    const { delimiter, maxColumns, trim } = this.#options;
    const began = this.#at;
    const line = this.#line;
    const fields = [this.#field()];
    while (this.#text[this.#at] === delimiter) {
      this.#at++;
      if (fields.length === maxColumns) throw this.#fault(`more than ${maxColumns} columns`);
      fields.push(this.#field());
    }
    const empty = trim ? fields.length === 1 && fields[0] === '' : this.#at === began;
    this.#line += 1 + lineEnds(this.#text, began, this.#at);
    this.#at += this.#text.startsWith('\r\n', this.#at) ? 2 : 1;
    return empty ? undefined : { line, fields };
  }

  #field(): string {
    const { trim } = this.#options;
    const from = this.#at;
    if (trim) this.#take(this.#blank);
    if (this.#text[this.#at] === '"') return this.#quoted();
    this.#at = from;
    const field = this.#take(this.#plain);
    this.#checkLength(field.length);
    return trim ? field.trim() : field;
  }

  #quoted(): string {
    const parts: string[] = [];
    const opened = this.#at;
    do {
      const close = this.#text.indexOf('"', this.#at + 1);
      if (close < 0) throw this.#fault('a quotation mark is never closed');
      this.#checkLength(close - opened - 1);
      parts.push(this.#text.slice(this.#at + 1, close));
      this.#at = close + 1;
    } while (this.#text[this.#at] === '"');
    const rest = this.#take(this.#plain);
    if ((this.#options.trim ? rest.trim() : rest) !== '')
      throw this.#fault(`text after a closing quotation mark: ${printable(JSON.stringify(rest.slice(0, 40)))}`);
    return parts.join('"');
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  #checkLength(length: number): void {
    const { maxFieldLength } = this.#options;
    if (length > maxFieldLength) throw this.#fault(`a field is longer than ${maxFieldLength} characters`);
  }

  #fault(what: string): SerError {
    return new SerError(this.#options.code, `line ${this.#line}: ${what}`);
  }
}

/** Returns the number of line ends within a part of a text. */
function lineEnds(text: string, from: number, to: number): number {
  return text.slice(from, to).match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** Options of {@link formatCsv}. */
export interface FormatCsvOptions {
  /** The character between fields; `,` by default. */
  readonly delimiter?: ',' | ';' | '\t' | undefined;
}

/**
 * Returns rows as a CSV text (RFC 4180) that {@link parseCsv} reads back: one line each, ended by `\n`. Texts are quoted
 * where they need to be; numbers are written so that reading them gives the same bits.
 *
 * @throws SerError `INVALID_ARGUMENT` for a row without fields.
 * @example
 * formatCsv([['id', 'p'], ['a, b', 0.5]]); // 'id,p\n"a, b",0.5\n'
 */
export function formatCsv(
  rows: Iterable<readonly (string | number)[]>,
  { delimiter = ',' }: FormatCsvOptions = {},
): string {
  const special = new RegExp(`["\\r\\n${delimiter}]|^\\uFEFF`);
  let text = '';
  for (const row of rows) {
    if (row.length === 0) throw invalidArgument('row', row, 'a list of at least one field');
    const fields = row.map((field) => {
      const plain = String(field);
      return special.test(plain) || (plain === '' && row.length === 1) ? `"${plain.replaceAll('"', '""')}"` : plain;
    });
    text += `${fields.join(delimiter)}\n`;
  }
  return text;
}
