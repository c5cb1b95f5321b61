import { escapeText } from '../../drawing/escape.js';

/** Markup that is not escaped again. */
export interface Markup {
  readonly markup: string;
}

/** Values of a template: text and numbers are escaped, markup is not, lists are joined. */
export type Content = string | number | Markup | readonly Content[];

const render = (content: Content): string => {
  if (typeof content === 'string' || typeof content === 'number') return escapeText(content);
  return 'markup' in content ? content.markup : content.map(render).join('');
};

/** Marks a string as markup. */
export const markup = (text: string): Markup => ({ markup: text });

/** Returns HTML from a template, with its values escaped. */
export const html = (strings: TemplateStringsArray, ...values: readonly Content[]): Markup =>
  markup(
    strings.reduce((page, part, index) => page + part + (index < values.length ? render(values[index]!) : ''), ''),
  );

/** Heading and alignment of a table column. */
export interface Column {
  readonly title: string;
  /** True aligns the column to the right. */
  readonly numeric?: boolean | undefined;
}

/** Returns a column of numbers. */
export const numeric = (title: string): Column => ({ title, numeric: true });

/** Returns a table that scrolls sideways if it is too wide; the first cell of each row is its heading. */
export function table(columns: readonly Column[], rows: readonly (readonly Content[])[]): Markup {
  const kind = (index: number): Markup => markup(columns[index]?.numeric ? ' class="number"' : '');
  const head = columns.map(({ title }, index) => html`<th scope="col"${kind(index)}>${title}</th>`);
  const cell = (content: Content, index: number): Markup =>
    index === 0 ? html`<th scope="row"${kind(index)}>${content}</th>` : html`<td${kind(index)}>${content}</td>`;
  const body = rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`);
  return html`<div class="scroll" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}
