import { invalidArgument } from '@ser/core';
import { escapeText } from '../drawing/escape.js';
import { percent } from '../drawing/format.js';
import { drawing, element, fill, text, textWidth } from '../drawing/svg.js';

/** Options of {@link confusionMatrixSvg}. */
export interface ConfusionMatrixPlot {
  /** Names of the classes. */
  readonly labels: readonly string[];
  /** Counts [true class][predicted class]. */
  readonly matrix: readonly (readonly number[])[];
  /** Default `Confusion matrix`. */
  readonly title?: string | undefined;
  /** `truth` (default): each cell is a share of its row, so that the diagonal is recall; `none`: counts. */
  readonly normalize?: 'truth' | 'none' | undefined;
}

const LABEL_SIZE = 12;
const SLANT = 40;
/** White numbers are easier to read than dark ones above this share. */
const DARK_CELL = 0.72;

function check({ labels, matrix }: ConfusionMatrixPlot): void {
  if (labels.length === 0) throw invalidArgument('labels', labels, 'a list of at least one name');
  if (matrix.length !== labels.length || matrix.some((row) => row.length !== labels.length))
    throw invalidArgument('matrix', matrix, `${labels.length} rows of ${labels.length} counts`);
  if (matrix.some((row) => row.some((count) => !(count >= 0 && Number.isFinite(count)))))
    throw invalidArgument('matrix', matrix, 'counts, finite and from 0');
}

const cellSize = (classes: number): number => (classes <= 4 ? 68 : classes <= 8 ? 56 : 46);

interface Cell {
  count: number;
  /** In [0, 1]; sets the depth of the color. */
  share: number;
  hint: string;
}

/** Draws one cell. The color shows the share; the text is the share above its count, or the count alone. */
function drawCell(x: number, y: number, size: number, { count, share, hint }: Cell, shares: boolean): string {
  const square = element('rect', {
    ...{ x: x + 1, y: y + 1, width: size - 2, height: size - 2, rx: 3 },
    ...fill('cell'),
    'fill-opacity': 0.045 + 0.955 * share,
  });
  const paint = count === 0 ? 'muted' : share > DARK_CELL ? 'onCell' : 'ink';
  const [cx, cy] = [x + size / 2, y + size / 2];
  const numbers =
    shares && count > 0
      ? [
          text(cx, cy - size * 0.11, Math.round(share * 100), { size: size / 4, paint, anchor: 'middle', bold: true }),
          text(cx, cy + size * 0.2, count, { size: Math.max(9, size / 6), paint, anchor: 'middle' }),
        ]
      : [text(cx, cy, count, { size: size / 4, paint, anchor: 'middle', bold: count > 0 })];
  return element('g', {}, [element('title', {}, [escapeText(hint)]), square, ...numbers]);
}

/** Draws the names above the columns, slanted if one is wider than a column. */
function columnNames(labels: readonly string[], x: number, y: number, cell: number, slanted: boolean): string[] {
  return labels.map((label, column) => {
    const center = x + (column + 0.5) * cell;
    return slanted
      ? text(center, y - 8, label, { size: LABEL_SIZE, rotate: -SLANT })
      : text(center, y - 12, label, { size: LABEL_SIZE, anchor: 'middle' });
  });
}

/**
 * Draws a confusion matrix: true classes in rows, predicted classes in columns, a deeper color for a larger share.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for a matrix that is not labels × labels, or holds values that are not counts.
 * @example
 * confusionMatrixSvg({ labels: ['angry', 'sad'], matrix: [[110, 17], [2, 60]] });
 * // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function confusionMatrixSvg(plot: ConfusionMatrixPlot): string {
  check(plot);
  const { labels, matrix, title = 'Confusion matrix', normalize = 'truth' } = plot;
  const shares = normalize === 'truth';
  const cell = cellSize(labels.length);
  const widest = Math.max(...labels.map((label) => textWidth(label, LABEL_SIZE)));
  const slanted = widest > cell - 8;
  const slant = (SLANT * Math.PI) / 180;
  const x = 34 + widest + 10;
  const y = 66 + (slanted ? widest * Math.sin(slant) + 14 : 22);
  const side = cell * labels.length;
  const overhang = slanted ? widest * Math.cos(slant) - cell / 2 + 6 : 0;
  const totals = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const highest = Math.max(1, ...matrix.flat());
  const subtitle = shares ? 'percent of each true class, counts below' : 'counts';
  const children = [
    text(12, 20, title, { size: 15, bold: true }),
    text(12, 40, subtitle, { paint: 'muted' }),
    text(x + side / 2, y + side + 20, 'predicted', { paint: 'muted', anchor: 'middle' }),
    text(16, y + side / 2, 'true', { paint: 'muted', anchor: 'middle', rotate: -90 }),
    ...columnNames(labels, x, y, cell, slanted),
  ];
  for (const [row, label] of labels.entries()) {
    const middle = y + (row + 0.5) * cell;
    children.push(text(x - 8, middle, label, { size: LABEL_SIZE, anchor: 'end' }));
    children.push(text(x + side + 10, middle, `n = ${totals[row]}`, { size: 11, paint: 'muted' }));
    for (const [column, count] of matrix[row]!.entries()) {
      const share = shares ? count / Math.max(1, totals[row]!) : count / highest;
      const hint = `${label} predicted as ${labels[column]}: ${count} of ${totals[row]} (${percent(count / Math.max(1, totals[row]!))})`;
      children.push(drawCell(x + column * cell, y + row * cell, cell, { count, share, hint }, shares));
    }
  }
  const right = Math.max(20 + textWidth(`n = ${Math.max(...totals)}`, 11), overhang);
  const width = Math.max(x + side + right, 24 + textWidth(title, 16), 24 + textWidth(subtitle, 12));
  return drawing(width, y + side + 36, `${title}: ${subtitle}`, children);
}
