import { invalidArgument } from '@ser/core';
import { drawing, element, stroke, text, textWidth } from '../drawing/svg.js';
import { viridis } from '../drawing/viridis.js';

/** A labeled place on an axis of a heat map. */
export interface HeatMapTick {
  /** Column or row, from 0; fractions are between cells. */
  readonly at: number;
  readonly label: string;
}

/** Options of {@link heatMapSvg}. */
export interface HeatMapPlot {
  /** Finite values, column after column: `values[column * rows + row]`, as the data of a feature matrix. */
  readonly values: ArrayLike<number>;
  /** Columns from left to right, e.g. frames. */
  readonly columns: number;
  /** Rows from bottom to top, e.g. frequency bands. */
  readonly rows: number;
  readonly title: string;
  /** Name, unit and ticks of the horizontal axis, e.g. `time in s`. */
  readonly x: { readonly title: string; readonly ticks: readonly HeatMapTick[] };
  /** Name, unit and ticks of the vertical axis, e.g. `frequency in Hz`. */
  readonly y: { readonly title: string; readonly ticks: readonly HeatMapTick[] };
  /** Unit of the values, written at the color scale, e.g. `dB`. */
  readonly unit: string;
  /** Values of the darkest and lightest color. Default: the smallest and the largest value. */
  readonly range?: readonly [number, number] | undefined;
}

const PLOT = { left: 64, top: 44, width: 560, height: 220 };
const MOST = { columns: 400, rows: 128 };
const LEVELS = 64;

/** A matrix of at most {@link MOST} cells; each is the mean of `span` columns and `rise` rows. */
interface Cells {
  readonly columns: number;
  readonly rows: number;
  readonly span: number;
  readonly rise: number;
  at(column: number, row: number): number;
}

function cellsOf({ values, columns, rows }: HeatMapPlot): Cells {
  const span = Math.ceil(columns / MOST.columns);
  const rise = Math.ceil(rows / MOST.rows);
  return {
    ...{ columns: Math.ceil(columns / span), rows: Math.ceil(rows / rise), span, rise },
    at(column, row) {
      let [sum, count] = [0, 0];
      for (let c = column * span; c < Math.min(columns, (column + 1) * span); c++)
        for (let r = row * rise; r < Math.min(rows, (row + 1) * rise); r++) {
          sum += values[c * rows + r]!;
          count++;
        }
      return sum / count;
    },
  };
}

function check({ values, columns, rows, range }: HeatMapPlot): void {
  for (const [name, size] of Object.entries({ columns, rows }))
    if (!Number.isSafeInteger(size) || size < 1) throw invalidArgument(name, size, 'a positive integer');
  if (values.length !== columns * rows)
    throw invalidArgument('values.length', values.length, `columns × rows = ${columns * rows}`);
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i])) throw invalidArgument(`values[${i}]`, values[i], 'a finite number');
  if (range && !(range[0] < range[1])) throw invalidArgument('range', range, 'two increasing numbers');
}

function rangeOf({ values }: HeatMapPlot): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return high > low ? [low, high] : [low - 0.5, high + 0.5];
}

/** Draws the cells: one path for each color, with a rectangle for each run of equal cells in a row. */
function drawCells(cells: Cells, [low, high]: readonly [number, number], width: number, height: number): string[] {
  const paths = Array.from({ length: LEVELS }, () => '');
  const levelOf = (value: number): number =>
    Math.round(Math.min(1, Math.max(0, (value - low) / (high - low))) * (LEVELS - 1));
  for (let row = 0; row < cells.rows; row++) {
    let start = 0;
    let level = levelOf(cells.at(0, row));
    const y = (PLOT.top + PLOT.height - (row + 1) * height).toFixed(2);
    for (let column = 1; column <= cells.columns; column++) {
      const next = column < cells.columns ? levelOf(cells.at(column, row)) : -1;
      if (next === level) continue;
      // Rectangles overlap a little, so that no seams are visible.
      const run = ((column - start) * width + 0.3).toFixed(2);
      paths[level] += `M${(PLOT.left + start * width).toFixed(2)} ${y}h${run}v${(height + 0.3).toFixed(2)}h-${run}z`;
      [start, level] = [column, next];
    }
  }
  return paths.flatMap((d, level) =>
    d === '' ? [] : [element('path', { d, fill: viridis(level / (LEVELS - 1)), 'shape-rendering': 'crispEdges' })],
  );
}

const round = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '\u2212');

/** Draws the color scale to the right of the plot. */
function drawScale([low, high]: readonly [number, number], unit: string): string[] {
  const x = PLOT.left + PLOT.width + 16;
  const step = PLOT.height / LEVELS;
  const colors = Array.from({ length: LEVELS }, (_, level) =>
    element('rect', {
      ...{ x, y: PLOT.top + PLOT.height - (level + 1) * step, width: 12, height: step + 0.3 },
      fill: viridis(level / (LEVELS - 1)),
    }),
  );
  const label = (value: number, y: number): string => text(x + 18, y, round(value), { size: 11, paint: 'muted' });
  return [
    ...colors,
    label(high, PLOT.top + 6),
    label((low + high) / 2, PLOT.top + PLOT.height / 2),
    label(low, PLOT.top + PLOT.height - 6),
    text(x, PLOT.top - 12, unit, { size: 11, paint: 'muted' }),
  ];
}

/**
 * Draws a matrix as a heat map in perceptually uniform colors: a spectrogram, mel bands, MFCCs. At most 400 × 128 cells
 * are drawn; larger matrices are averaged, and the description of the drawing says so.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for sizes that do not fit `values`, values that are not finite, or an empty range.
 * @example
 * heatMapSvg({
 *   ...{ values: logMel.data, columns: logMel.frames, rows: logMel.coeffs, title: 'Log-mel', unit: 'dB' },
 *   x: { title: 'time in s', ticks: [{ at: 0, label: '0' }, { at: 100, label: '1' }] },
 *   y: { title: 'frequency in Hz', ticks: [{ at: 0, label: '0' }, { at: 39, label: '8000' }] },
 * }); // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function heatMapSvg(plot: HeatMapPlot): string {
  check(plot);
  const { columns, rows, title, x, y, unit, range = rangeOf(plot) } = plot;
  const cells = cellsOf(plot);
  const [width, height] = [(PLOT.width * cells.span) / columns, (PLOT.height * cells.rise) / rows];
  const [right, bottom] = [PLOT.left + PLOT.width, PLOT.top + PLOT.height];
  const averaged = cells.span * cells.rise > 1 ? `; each cell is the mean of ${cells.span} × ${cells.rise} values` : '';
  const frame = { x: PLOT.left, y: PLOT.top, width: PLOT.width, height: PLOT.height };
  const view = `${PLOT.left} ${PLOT.top} ${PLOT.width} ${PLOT.height}`;
  const scaleWidth = 40 + Math.max(textWidth(unit, 11), ...range.map((value) => textWidth(round(value), 11)));
  return drawing(Math.max(right + scaleWidth, 24 + textWidth(title, 16)), bottom + 48, `${title}${averaged}`, [
    text(12, 20, title, { size: 15, bold: true }),
    // A drawing inside the drawing cuts off what reaches beyond the last cell.
    element('svg', { ...frame, viewBox: view }, drawCells(cells, range, width, height)),
    element('rect', { ...frame, ...stroke('axis') }),
    ...x.ticks.map(({ at, label }) =>
      text(PLOT.left + ((at + 0.5) / columns) * PLOT.width, bottom + 14, label, {
        ...{ size: 11, paint: 'muted', anchor: 'middle' },
      }),
    ),
    ...y.ticks.map(({ at, label }) =>
      text(PLOT.left - 8, bottom - ((at + 0.5) / rows) * PLOT.height, label, {
        ...{ size: 11, paint: 'muted', anchor: 'end' },
      }),
    ),
    text(PLOT.left + PLOT.width / 2, bottom + 34, x.title, { size: 11, paint: 'muted', anchor: 'middle' }),
    text(14, PLOT.top + PLOT.height / 2, y.title, { size: 11, paint: 'muted', anchor: 'middle', rotate: -90 }),
    ...drawScale(range, unit),
  ]);
}
