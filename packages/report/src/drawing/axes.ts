import { type Attributes, line, stroke, text, textWidth } from './svg.js';

/** Quarters of a rate, from 0 to 1. */
export const RATE_TICKS: readonly number[] = [0, 0.25, 0.5, 0.75, 1];

/** Where a chart draws its values, in pixels. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Draws a horizontal line for each tick, labeled on the left; the line of 0 is the axis. */
export function valueGrid(
  ticks: readonly number[],
  { left, right }: PlotArea,
  y: (tick: number) => number,
  format: (tick: number) => string = String,
): string[] {
  return ticks.flatMap((tick) => [
    line(left, y(tick), right, y(tick), stroke(tick === 0 ? 'axis' : 'grid')),
    text(left - 8, y(tick), format(tick), { size: 11, paint: 'muted', anchor: 'end' }),
  ]);
}

/** Draws a vertical line for each tick of horizontal bars, labeled below; the line of 0 is the axis. */
export function barGrid(
  ticks: readonly number[],
  { top, bottom }: PlotArea,
  x: (tick: number) => number,
  format: (tick: number) => string = String,
): string[] {
  return ticks.flatMap((tick) => [
    line(x(tick), top - 4, x(tick), bottom, stroke(tick === 0 ? 'axis' : 'grid')),
    text(x(tick), bottom + 12, format(tick), { size: 11, paint: 'muted', anchor: 'middle' }),
  ]);
}

/** One entry of a legend: a name and the stroke that stands for it. */
export interface LegendEntry {
  readonly name: string;
  readonly style: Attributes;
}

/** Draws a legend that wraps into as many rows as it needs; `bottom` is the middle of its last row. */
export function legend(
  entries: readonly LegendEntry[],
  { left, right, top }: Omit<PlotArea, 'bottom'>,
): { readonly marks: readonly string[]; readonly bottom: number } {
  let [x, y] = [left, top];
  const marks = entries.flatMap(({ name, style }) => {
    const width = 28 + textWidth(name, 11) + 16;
    if (x > left && x + width > right) [x, y] = [left, y + 18];
    const mark = [line(x, y, x + 22, y, style), text(x + 28, y, name, { size: 11, paint: 'muted' })];
    x += width;
    return mark;
  });
  return { marks, bottom: y };
}
