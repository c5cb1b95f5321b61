// Shows pictures and tables in a notebook: a value with the symbol `Jupyter.display` says how it looks.

import { rowCount, type Table } from '@ser/core';

const DISPLAY = Symbol.for('Jupyter.display');

/** Something that a cell shows if it is the cell's last value. */
export interface Shown {
  [DISPLAY](): Record<string, string>;
}

/**
 * Shows a plot of `@ser/report`, in light colors on white, since a notebook may be light where the system is dark. Its
 * description is there for readers that show no pictures.
 */
export function picture(svg: string): Shown {
  const description = /<title>(.*?)<\/title>/.exec(svg)?.[1] ?? 'picture';
  const light = svg.replace(/<style>.*?<\/style>/, '<rect width="100%" height="100%" fill="#fff"/>');
  return { [DISPLAY]: () => ({ 'image/svg+xml': light, 'text/plain': description }) };
}

const escapeText = (value: unknown): string =>
  String(value ?? '').replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);

type Row = Readonly<Record<string, unknown>>;

const rowsOf = (columns: Table): Row[] =>
  Array.from({ length: rowCount(columns) }, (_, i) =>
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[i]])),
  );

const markup = (cells: readonly unknown[], tag: 'th' | 'td'): string =>
  `<tr>${cells.map((cell) => `<${tag}>${escapeText(cell)}</${tag}>`).join('')}</tr>`;

/**
 * Shows a table: a row for each object, with a column for each field of the first one; or columns by name, as `toTable` of
 * `@ser/datasets` returns them.
 */
export function table(content: readonly Row[] | Table): Shown {
  const rows: readonly Row[] = Array.isArray(content) ? content : rowsOf(content as Table);
  const names = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => names.map((name) => row[name]));
  const body = cells.map((values) => markup(values, 'td')).join('\n');
  const html = `<table>\n<thead>${markup(names, 'th')}</thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
  const text = [names, ...cells].map((values) => values.join(' | ')).join('\n');
  return { [DISPLAY]: () => ({ 'text/html': html, 'text/plain': text }) };
}
