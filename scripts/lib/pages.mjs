// What the scripts that write figures into pages have in common.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

export const percent = (fraction) => (100 * fraction).toFixed(1);

/** `68.4 [61.8, 75.8]` from flat metrics. */
export const withInterval = ({ uar, ci95: [low, high] }) => `${percent(uar)} [${percent(low)}, ${percent(high)}]`;

/** One row of a Markdown table. */
export const row = (cells) => `| ${cells.join(' | ')} |`;

/** The first two rows of a Markdown table. */
export const heading = (cells) => [row(cells), row(cells.map(() => '---'))];

/** A Markdown table of rows of cells. */
export const table = (head, rows) => [...heading(head), ...rows.map(row)].join('\n');

/** Writes a file whole or not at all. */
export function replaceFile(file, text) {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/**
 * Writes `content` between two marks of a page, unless it stands there already; with `check` it writes nothing.
 * @returns whether the page said something else
 */
export function fillPlace(page, [open, close], content, { check = false } = {}) {
  const text = readFileSync(page, 'utf8');
  const [before, rest] = text.split(open);
  const after = rest?.split(close)[1];
  if (after === undefined) throw new Error(`${page} has no place for the table: ${open} … ${close}`);
  const wanted = `${before}${open}\n\n${content}\n\n${close}${after}`;
  if (squeezed(wanted) === squeezed(text)) return false;
  if (!check) replaceFile(page, wanted);
  return true;
}

/** A table's text without the padding of its cells. */
function squeezed(text) {
  return text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
}
