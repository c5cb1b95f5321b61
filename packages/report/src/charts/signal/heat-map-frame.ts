import { bitmap, type ImageArea } from '../../drawing/bitmap.js';
import { drawing, element, stroke, text, textWidth } from '../../drawing/svg.js';
import { TIME_AREA } from '../../drawing/time-axis.js';
import type { Cells } from './cells.js';

/** A labeled place on an axis of a heat map. */
export interface HeatMapTick {
  /** Column or row, from 0; fractions are between cells. */
  readonly at: number;
  readonly label: string;
}

/** Name, unit and ticks of an axis, e.g. `time in s`. */
export interface HeatMapAxis {
  readonly title: string;
  readonly ticks: readonly HeatMapTick[];
}

/** Where a heat map draws its cells. */
export const MAP_AREA: ImageArea = { x: TIME_AREA.left, y: 44, width: TIME_AREA.right - TIME_AREA.left, height: 220 };

/**
 * Draws cells in the area of a heat map.
 *
 * @param levels index of the color of each cell, in the order of `cells.means`.
 */
export function drawCells({ columns, extent }: Cells, levels: Uint8Array, colors: readonly string[]): string {
  const { x, y, width, height } = MAP_AREA;
  const drawn = { width: width * extent.columns, height: height * extent.rows };
  const image = bitmap({ x, y: y + height - drawn.height, ...drawn }, columns, levels, colors);
  // A drawing inside the drawing cuts off what reaches beyond the last cell.
  return element('svg', { ...MAP_AREA, viewBox: `${x} ${y} ${width} ${height}` }, [image]);
}

/** What surrounds the cells of a heat map. */
export interface HeatMapFrame {
  readonly columns: number;
  readonly rows: number;
  readonly title: string;
  /** A line next to the title. */
  readonly note?: string | undefined;
  /** For screen readers, after the title. */
  readonly description: string;
  readonly x: HeatMapAxis;
  readonly y: HeatMapAxis;
  /** The cells. */
  readonly image: string;
  /** What stands to the right of the cells, and its width. */
  readonly scale: { readonly marks: readonly string[]; readonly width: number };
}

/** Draws title, axes and scale around the cells of a heat map. */
export function heatMapFrame(frame: HeatMapFrame): string {
  const { columns, rows, title, note = '', description, x, y, image, scale } = frame;
  const [right, bottom] = [MAP_AREA.x + MAP_AREA.width, MAP_AREA.y + MAP_AREA.height];
  const width = Math.max(right + scale.width, 40 + textWidth(title, 16) + textWidth(note, 12));
  return drawing(width, bottom + 48, `${title}${description}`, [
    text(12, 20, title, { size: 15, bold: true }),
    ...(note === '' ? [] : [text(24 + textWidth(title, 17), 20.5, note, { paint: 'muted' })]),
    image,
    element('rect', { ...MAP_AREA, ...stroke('axis') }),
    ...x.ticks.map(({ at, label }) =>
      text(MAP_AREA.x + ((at + 0.5) / columns) * MAP_AREA.width, bottom + 14, label, {
        ...{ size: 11, paint: 'muted', anchor: 'middle' },
      }),
    ),
    ...y.ticks.map(({ at, label }) =>
      text(MAP_AREA.x - 8, bottom - ((at + 0.5) / rows) * MAP_AREA.height, label, {
        ...{ size: 11, paint: 'muted', anchor: 'end' },
      }),
    ),
    text(MAP_AREA.x + MAP_AREA.width / 2, bottom + 34, x.title, { size: 11, paint: 'muted', anchor: 'middle' }),
    text(14, MAP_AREA.y + MAP_AREA.height / 2, y.title, { size: 11, paint: 'muted', anchor: 'middle', rotate: -90 }),
    ...scale.marks,
  ]);
}
