import { percent } from '../../drawing/format.js';
import { drawing, element, fill, line, stroke } from '../../drawing/svg.js';

const WIDTH = 130;
const HEIGHT = 18;
const INSET = 5;

/**
 * Draws a figure and its interval on a scale from 0 to 1, for a table cell.
 *
 * @param chance the figure that guessing reaches, drawn as a tick.
 */
export function intervalSvg(value: number, [low, high]: readonly [number, number], chance: number): string {
  const at = (rate: number): number => INSET + rate * (WIDTH - 2 * INSET);
  const middle = HEIGHT / 2;
  const bar = { x: at(low), y: middle - 4, width: Math.max(1, at(high) - at(low)), height: 8, rx: 4 };
  return drawing(WIDTH, HEIGHT, `${percent(value)}, between ${percent(low)} and ${percent(high)}`, [
    line(at(0), middle, at(1), middle, stroke('grid', 2)),
    line(at(chance), middle - 6, at(chance), middle + 6, stroke('axis', 1.5)),
    element('rect', { ...bar, ...fill('first'), 'fill-opacity': 0.35 }),
    element('circle', { cx: at(value), cy: middle, r: 3.5, ...fill('first') }),
  ]);
}
