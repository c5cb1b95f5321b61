import { points } from '../../drawing/format.js';
import { drawing, element, fill, line, stroke } from '../../drawing/svg.js';

const WIDTH = 150;
const HEIGHT = 18;
const INSET = 5;

/**
 * Draws a difference of two rates and its interval on a scale around 0, for a table cell.
 *
 * @param reach the difference at both ends of the scale, above 0.
 */
export function differenceSvg(value: number, [low, high]: readonly [number, number], reach: number): string {
  const at = (rate: number): number => WIDTH / 2 + (rate / reach) * (WIDTH / 2 - INSET);
  const middle = HEIGHT / 2;
  const paint = low > 0 || high < 0 ? 'first' : 'muted';
  const bar = { x: at(low), y: middle - 4, width: Math.max(1, at(high) - at(low)), height: 8, rx: 4 };
  return drawing(WIDTH, HEIGHT, `${points(value)} points, between ${points(low)} and ${points(high)}`, [
    line(at(-reach), middle, at(reach), middle, stroke('grid', 2)),
    line(at(0), middle - 8, at(0), middle + 8, stroke('axis', 1.5)),
    element('rect', { ...bar, ...fill(paint), 'fill-opacity': 0.35 }),
    element('circle', { cx: at(value), cy: middle, r: 3.5, ...fill(paint) }),
  ]);
}
