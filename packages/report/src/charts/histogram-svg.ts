import { invalidArgument } from '@ser/core';
import { valueGrid } from '../drawing/axes.js';
import { drawing, element, fill, text, textWidth } from '../drawing/svg.js';
import { ticksTo } from '../drawing/ticks.js';

/** Options of {@link histogramSvg}. */
export interface HistogramPlot {
  /** Finite numbers, in any order. */
  readonly values: readonly number[];
  readonly title: string;
  /** Name and unit of the values, e.g. `duration in s`. */
  readonly axis: string;
  /** Approximate number of bars. Default 24. */
  readonly bins?: number | undefined;
}

const PLOT = { left: 56, top: 44, width: 480, height: 180 };

/** Returns the edges of bars of one round width that cover all values. */
function edgesOf(values: readonly number[], bins: number): number[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  // If all values are equal, they lie in the middle of one bar.
  const step = high > low ? ticksTo(high - low, bins)[1]! : Math.max(1e-9, Math.abs(low) / 10 || 1);
  const first = high > low ? Math.floor(low / step + 1e-9) : low / step - 0.5;
  const last = high > low ? Math.max(first + 1, Math.ceil(high / step - 1e-9)) : first + 1;
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/**
 * Draws a histogram with bars of equal width. A bar includes its lower edge; the last bar includes both edges.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for an empty list, a value that is not finite, or `bins` below 1.
 * @example
 * histogramSvg({ values: [1.2, 1.9, 2.4], title: 'Durations', axis: 'duration in s' });
 * // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function histogramSvg({ values, title, axis, bins = 24 }: HistogramPlot): string {
  if (values.length === 0) throw invalidArgument('values', values, 'a list of at least one number');
  for (const value of values) if (!Number.isFinite(value)) throw invalidArgument('values', value, 'finite numbers');
  if (!Number.isSafeInteger(bins) || bins < 1) throw invalidArgument('bins', bins, 'a positive integer');
  const edges = edgesOf(values, bins);
  const [low, high] = [edges[0]!, edges.at(-1)!];
  const counts = new Array<number>(edges.length - 1).fill(0);
  const step = (high - low) / counts.length;
  for (const value of values) counts[Math.min(counts.length - 1, Math.floor((value - low) / step + 1e-9))]! += 1;

  const ticks = ticksTo(Math.max(...counts), 4);
  const bottom = PLOT.top + PLOT.height;
  const x = (value: number): number => PLOT.left + ((value - low) / (high - low)) * PLOT.width;
  const y = (count: number): number => bottom - (count / ticks.at(-1)!) * PLOT.height;
  const area = { left: PLOT.left, right: PLOT.left + PLOT.width, top: PLOT.top, bottom };
  const children = [text(12, 20, title, { size: 15, bold: true }), ...valueGrid(ticks, area, y)];
  for (const [i, count] of counts.entries()) {
    if (count === 0) continue;
    const left = x(edges[i]!);
    const width = Math.max(1, x(edges[i + 1]!) - left - 1);
    children.push(
      element('rect', {
        ...{ x: left, y: y(count), width, height: bottom - y(count) },
        ...fill('cell'),
        'fill-opacity': 0.85,
      }),
    );
  }
  const every = Math.ceil(counts.length / 8);
  for (const [i, edge] of edges.entries()) {
    if (i % every > 0) continue;
    children.push(text(x(edge), bottom + 14, String(edge), { size: 11, paint: 'muted', anchor: 'middle' }));
  }
  children.push(text(PLOT.left + PLOT.width / 2, bottom + 34, axis, { paint: 'muted', anchor: 'middle' }));
  const width = Math.max(PLOT.left + PLOT.width + 36, 24 + textWidth(title, 16));
  return drawing(width, bottom + 48, `${title}: ${axis}, ${values.length} values`, children);
}
