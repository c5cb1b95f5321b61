import { text } from './svg.js';
import { ticksTo } from './ticks.js';

/** The part of a drawing, from left to right in pixels, in which all plots over time lie, so that they can be stacked. */
export const TIME_AREA = { left: 76, right: 636 } as const;

/** Time from which an axis is in minutes, in seconds. */
const LONG = 300;

/** Returns the horizontal place of a time of a clip that lasts `seconds`. */
export const timePlace = (time: number, seconds: number): number =>
  TIME_AREA.left + (time / seconds) * (TIME_AREA.right - TIME_AREA.left);

/** Draws round times and the name of the axis below `bottom`. */
export function timeAxis(seconds: number, bottom: number): string[] {
  const unit = seconds > LONG ? 60 : 1;
  const ticks = ticksTo(seconds / unit, 6).filter((tick) => tick * unit <= seconds * (1 + 1e-9));
  return [
    ...ticks.map((tick) =>
      text(timePlace(tick * unit, seconds), bottom + 14, String(tick), {
        ...{ size: 11, paint: 'muted', anchor: 'middle' },
      }),
    ),
    text((TIME_AREA.left + TIME_AREA.right) / 2, bottom + 34, unit === 1 ? 'time in s' : 'time in min', {
      ...{ size: 11, paint: 'muted', anchor: 'middle' },
    }),
  ];
}
