import { invalidArgument } from '@ser/core';
import { percent } from './figures.js';
import { drawing, element, fill, line, stroke, text, textWidth } from './svg.js';

/** How one class was recognized; rates in [0, 1]. */
export interface ClassFigures {
  readonly label: string;
  readonly recall: number;
  readonly precision: number;
  readonly f1: number;
  /** Utterances of the class. */
  readonly support: number;
}

/** What {@link perClassBarsSvg} draws. */
export interface PerClassPlot {
  perClass: readonly ClassFigures[];
  title?: string;
}

const ROW = 30;
const BAR = { width: 320, height: 16, top: 62 };

/** A diamond about a point. */
const diamond = (x: number, y: number, radius: number): string =>
  element('path', {
    d: `M${(x - radius).toFixed(1)} ${y}L${x.toFixed(1)} ${y - radius}L${(x + radius).toFixed(1)} ${y}L${x.toFixed(1)} ${y + radius}Z`,
    ...fill('second'),
  });

/**
 * Recall of each class as a bar and its precision as a mark, with the recall of guessing.
 *
 * @throws SerError `INVALID_ARGUMENT` without classes or for rates outside [0, 1].
 */
export function perClassBarsSvg({ perClass, title = 'Recall of each class' }: PerClassPlot): string {
  if (perClass.length === 0) throw invalidArgument('perClass', perClass, 'a list of at least one class');
  for (const { label, recall, precision } of perClass)
    for (const rate of [recall, precision])
      if (!(rate >= 0 && rate <= 1)) throw invalidArgument(`rates of ${label}`, rate, 'in [0, 1]');
  const left = 20 + Math.max(...perClass.map(({ label }) => textWidth(label, 12)));
  const bottom = BAR.top + perClass.length * ROW;
  const at = (rate: number): number => left + rate * BAR.width;
  const children = [text(12, 20, title, { size: 15, bold: true })];
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    children.push(line(at(tick), BAR.top - 4, at(tick), bottom, stroke(tick === 0 ? 'axis' : 'grid')));
    children.push(text(at(tick), bottom + 12, percent(tick), { size: 11, paint: 'muted', anchor: 'middle' }));
  }
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
