import { invalidArgument } from '@ser/core';
import { barGrid, RATE_TICKS } from '../drawing/axes.js';
import { percent } from '../drawing/format.js';
import { drawing, element, fill, line, stroke, text, textWidth } from '../drawing/svg.js';

/** Figures of one class; rates are in [0, 1]. */
export interface ClassFigures {
  readonly label: string;
  readonly recall: number;
  readonly precision: number;
  readonly f1: number;
  /** Number of test utterances of the class. */
  readonly support: number;
}

/** Options of {@link perClassBarsSvg}. */
export interface PerClassPlot {
  readonly perClass: readonly ClassFigures[];
  /** Default `Recall of each class`. */
  readonly title?: string | undefined;
}

const ROW = 30;
const BAR = { width: 320, height: 16, top: 62 };

const diamond = (x: number, y: number, radius: number): string =>
  element('path', {
    d: `M${(x - radius).toFixed(1)} ${y}L${x.toFixed(1)} ${y - radius}L${(x + radius).toFixed(1)} ${y}L${x.toFixed(1)} ${y + radius}Z`,
    ...fill('second'),
  });

function check({ perClass }: PerClassPlot): void {
  if (perClass.length === 0) throw invalidArgument('perClass', perClass, 'a list of at least one class');
  for (const { label, recall, precision } of perClass)
    for (const [name, rate] of Object.entries({ recall, precision }))
      if (!(rate >= 0 && rate <= 1)) throw invalidArgument(`${name} of ${label}`, rate, 'in [0, 1]');
}

/**
 * Draws the recall of each class as a bar and its precision as a diamond, with the recall of guessing as a line.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for an empty list or rates outside [0, 1].
 * @example
 * perClassBarsSvg({ perClass: [{ label: 'sad', recall: 0.9, precision: 0.8, f1: 0.85, support: 62 }] });
 * // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function perClassBarsSvg(plot: PerClassPlot): string {
  check(plot);
  const { perClass, title = 'Recall of each class' } = plot;
  const left = 20 + Math.max(...perClass.map(({ label }) => textWidth(label, 12)));
  const bottom = BAR.top + perClass.length * ROW;
  const at = (rate: number): number => left + rate * BAR.width;
  const area = { left, right: at(1), top: BAR.top, bottom };
  const children = [text(12, 20, title, { size: 15, bold: true }), ...barGrid(RATE_TICKS, area, at, percent)];
  for (const [row, { label, recall, precision, support }] of perClass.entries()) {
    const y = BAR.top + (row + 0.5) * ROW;
    children.push(
      text(left - 8, y, label, { anchor: 'end' }),
      element('rect', {
        ...{ x: left, y: y - BAR.height / 2, width: Math.max(1, recall * BAR.width), height: BAR.height, rx: 2 },
        ...fill('cell'),
        'fill-opacity': 0.85,
      }),
      diamond(at(precision), y, 5),
      text(at(1) + 16, y, percent(recall), { bold: true }),
      text(at(1) + 62, y, `n = ${support}`, { size: 11, paint: 'muted' }),
    );
  }
  const chance = at(1 / perClass.length);
  children.push(line(chance, BAR.top - 4, chance, bottom, { ...stroke('muted'), 'stroke-dasharray': '2 3' }));
  children.push(text(chance, BAR.top - 12, 'chance', { size: 10, paint: 'muted', anchor: 'middle' }));
  const legend = bottom + 34;
  children.push(
    element('rect', { x: left, y: legend - 5, width: 18, height: 10, rx: 2, ...fill('cell'), 'fill-opacity': 0.85 }),
    text(left + 24, legend, 'recall', { size: 11, paint: 'muted' }),
    diamond(left + 84, legend, 5),
    text(left + 96, legend, 'precision', { size: 11, paint: 'muted' }),
  );
  const width = at(1) + 70 + textWidth(`n = ${Math.max(...perClass.map(({ support }) => support))}`, 11) + 8;
  return drawing(width, legend + 16, `${title}, with precision`, children);
}
