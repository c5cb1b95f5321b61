import { invalidArgument } from '@ser/core';
import { element, text, textWidth } from '../../drawing/svg.js';
import { viridis } from '../../drawing/viridis.js';
import { type CellValues, cellsOf } from './cells.js';
import { drawCells, type HeatMapAxis, heatMapFrame, MAP_AREA } from './heat-map-frame.js';

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
  readonly x: HeatMapAxis;
  /** Name, unit and ticks of the vertical axis, e.g. `frequency in Hz`. */
  readonly y: HeatMapAxis;
  /** Unit of the values, written at the color scale, e.g. `dB`. */
  readonly unit: string;
  /** Values of the darkest and lightest color. Default: the smallest and the largest value. */
  readonly range?: readonly [number, number] | undefined;
}

const LEVELS = 64;
const COLORS = Array.from({ length: LEVELS }, (_, level) => viridis(level / (LEVELS - 1)));

function rangeOf({ values }: CellValues): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return high > low ? [low, high] : [low - 0.5, high + 0.5];
}

const round = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '\u2212');

/** Draws the color scale to the right of the plot. */
function drawScale([low, high]: readonly [number, number], unit: string): string[] {
  const { y, height } = MAP_AREA;
  const x = MAP_AREA.x + MAP_AREA.width + 16;
  const step = height / LEVELS;
  const colors = COLORS.map((color, level) =>
    element('rect', { x, y: y + height - (level + 1) * step, width: 12, height: step + 0.3, fill: color }),
  );
  const label = (value: number, at: number): string => text(x + 18, at, round(value), { size: 11, paint: 'muted' });
  return [
    ...colors,
    label(high, y + 6),
    label((low + high) / 2, y + height / 2),
    label(low, y + height - 6),
    text(x, y - 12, unit, { size: 11, paint: 'muted' }),
  ];
}

/**
 * Draws a matrix as a heat map in perceptually uniform colors: a spectrogram, mel bands, MFCCs. At most 560 × 320 cells
 * are drawn; larger matrices are averaged, and the description of the drawing says so.
 *
 * @returns an SVG document; its cells are an image inside it.
 * @throws SerError `INVALID_ARGUMENT` for sizes that do not fit `values`, values that are not finite, or an empty range.
 * @example
 * heatMapSvg({
 *   ...{ values: logMel.data, columns: logMel.frames, rows: logMel.coeffs, title: 'Log-mel', unit: 'dB' },
 *   x: { title: 'time in s', ticks: [{ at: 0, label: '0' }, { at: 100, label: '1' }] },
 *   y: { title: 'frequency in Hz', ticks: [{ at: 0, label: '0' }, { at: 39, label: '8000' }] },
 * }); // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function heatMapSvg(plot: HeatMapPlot): string {
  const cells = cellsOf('values', plot);
  const { columns, rows, title, x, y, unit, range = rangeOf(plot) } = plot;
  const [low, high] = range;
  if (!(low < high)) throw invalidArgument('range', range, 'two increasing numbers');
  const levels = Uint8Array.from(cells.means, (value) =>
    Math.round(Math.min(1, Math.max(0, (value - low) / (high - low))) * (LEVELS - 1)),
  );
  const width = 40 + Math.max(textWidth(unit, 11), ...range.map((value) => textWidth(round(value), 11)));
  return heatMapFrame({
    ...{ columns, rows, title, description: cells.note, x, y },
    image: drawCells(cells, levels, COLORS),
    scale: { marks: drawScale(range, unit), width },
  });
}
