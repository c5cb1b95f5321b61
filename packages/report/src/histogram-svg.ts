import { invalidArgument } from '@ser/core';
import { drawing, element, fill, line, stroke, text, textWidth } from './svg.js';
import { ticksTo } from './ticks.js';

/** What {@link histogramSvg} draws. */
export interface HistogramPlot {
  /** Finite numbers, in any order. */
  values: readonly number[];
  title: string;
  /** What the values are, with their unit, e.g. `duration in s`. */
  axis: string;
  /** About how many bars; 24 by default. */
  bins?: number;
}

const PLOT = { left: 56, top: 44, width: 480, height: 180 };

/** Edges of bars of one round width about all values. */
function edgesOf(values: readonly number[], bins: number): number[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  // Equal values stand in the middle of a bar.
  const step = high > low ? ticksTo(high - low, bins)[1]! : Math.max(1e-9, Math.abs(low) / 10 || 1);
  const first = high > low ? Math.floor(low / step + 1e-9) : low / step - 0.5;
  const last = high > low ? Math.max(first + 1, Math.ceil(high / step - 1e-9)) : first + 1;
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/**
 * How often values fall into intervals of equal width. An interval holds its lower edge, the last one both.
 *
 * @throws SerError `INVALID_ARGUMENT` without values, for one that is not finite, or for `bins` below 1.
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
  const children = [text(12, 20, title, { size: 15, bold: true })];
  for (const tick of ticks) {
    children.push(line(PLOT.left, y(tick), PLOT.left + PLOT.width, y(tick), stroke(tick === 0 ? 'axis' : 'grid')));
    children.push(text(PLOT.left - 8, y(tick), String(tick), { size: 11, paint: 'muted', anchor: 'end' }));
  }
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
