import { invalidArgument } from '@ser/core';
import { drawing, element, fill, line, stroke, text, textWidth } from './svg.js';
import { ticksTo } from './ticks.js';

/** What {@link countsSvg} draws. */
export interface CountsPlot {
  /** What is counted and how often, from top to bottom; whole numbers from 0. */
  counts: readonly { readonly label: string; readonly count: number }[];
  title?: string;
}

const ROW = 26;
const BAR = { width: 360, height: 14, top: 44 };

/**
 * Counts as horizontal bars.
 *
 * @throws SerError `INVALID_ARGUMENT` without counts or for one that is no whole number from 0.
 */
export function countsSvg({ counts, title = 'Utterances' }: CountsPlot): string {
  if (counts.length === 0) throw invalidArgument('counts', counts, 'a list of at least one count');
  for (const { label, count } of counts)
    if (!Number.isSafeInteger(count) || count < 0) throw invalidArgument(`count of ${label}`, count, 'a whole number');
  const ticks = ticksTo(Math.max(1, ...counts.map(({ count }) => count)), 4);
  const last = ticks.at(-1) ?? 1;
  const left = 20 + Math.max(...counts.map(({ label }) => textWidth(label, 12)));
  const bottom = BAR.top + counts.length * ROW;
  const at = (count: number): number => left + (count / last) * BAR.width;
  const children = [text(12, 20, title, { size: 15, bold: true })];
  for (const tick of ticks) {
    children.push(line(at(tick), BAR.top - 4, at(tick), bottom, stroke(tick === 0 ? 'axis' : 'grid')));
    children.push(text(at(tick), bottom + 12, String(tick), { size: 11, paint: 'muted', anchor: 'middle' }));
  }
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
