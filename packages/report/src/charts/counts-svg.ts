import { invalidArgument } from '@ser/core';
import { barGrid } from '../drawing/axes.js';
import { drawing, element, fill, text, textWidth } from '../drawing/svg.js';
import { ticksTo } from '../drawing/ticks.js';

/** Options of {@link countsSvg}. */
export interface CountsPlot {
  /** Bars from top to bottom; each count is a whole number from 0. */
  readonly counts: readonly { readonly label: string; readonly count: number }[];
  /** Default `Utterances`. */
  readonly title?: string | undefined;
}

const ROW = 26;
const BAR = { width: 360, height: 14, top: 44 };

/**
 * Draws counts as horizontal bars.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for an empty list or a count that is not a whole number from 0.
 * @example
 * countsSvg({ title: 'Emotions', counts: [{ label: 'angry', count: 127 }, { label: 'sad', count: 62 }] });
 * // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function countsSvg({ counts, title = 'Utterances' }: CountsPlot): string {
  if (counts.length === 0) throw invalidArgument('counts', counts, 'a list of at least one count');
  for (const { label, count } of counts)
    if (!Number.isSafeInteger(count) || count < 0)
      throw invalidArgument(`count of ${label}`, count, 'a whole number from 0');
  const ticks = ticksTo(Math.max(1, ...counts.map(({ count }) => count)), 4);
  const last = ticks.at(-1)!;
  const left = 20 + Math.max(...counts.map(({ label }) => textWidth(label, 12)));
  const bottom = BAR.top + counts.length * ROW;
  const at = (count: number): number => left + (count / last) * BAR.width;
  const area = { left, right: at(last), top: BAR.top, bottom };
  const children = [text(12, 20, title, { size: 15, bold: true }), ...barGrid(ticks, area, at)];
  for (const [row, { label, count }] of counts.entries()) {
    const y = BAR.top + (row + 0.5) * ROW;
    children.push(
      text(left - 8, y, label, { anchor: 'end' }),
      element('rect', {
        ...{ x: left, y: y - BAR.height / 2, width: Math.max(1, at(count) - left), height: BAR.height, rx: 2 },
        ...fill('cell'),
        'fill-opacity': 0.85,
      }),
      text(at(last) + 16, y, String(count), { bold: true }),
    );
  }
  const widest = Math.max(...counts.map(({ count }) => textWidth(String(count), 13)));
  const width = Math.max(at(last) + 28 + widest, 24 + textWidth(title, 16));
  return drawing(width, bottom + 28, title, children);
}
