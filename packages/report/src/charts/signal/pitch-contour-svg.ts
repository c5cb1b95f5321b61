import { invalidArgument } from '@ser/core';
import { valueGrid } from '../../drawing/axes.js';
import { drawing, element, fill, stroke, text, textWidth } from '../../drawing/svg.js';
import { ticksTo } from '../../drawing/ticks.js';
import { TIME_AREA, timeAxis, timePlace } from '../../drawing/time-axis.js';

/** Options of {@link pitchContourSvg}. */
export interface PitchContourPlot {
  /** Fundamental frequency of each frame in Hz; NaN or 0 where there is no voice. */
  readonly f0: ArrayLike<number>;
  /** Seconds from frame to frame, above 0; the first frame is at 0 s. */
  readonly hopSeconds: number;
  /** Length of the clip in seconds. Default: up to the last frame. */
  readonly seconds?: number | undefined;
  /** Default `Pitch`. */
  readonly title?: string | undefined;
}

const AREA = { ...TIME_AREA, top: 44, bottom: 164 };

/** A voiced part: places of its frames. */
type Part = { readonly at: number; readonly f0: number }[];

/** Returns the parts in which every frame is voiced. */
function voicedParts({ f0, hopSeconds }: PitchContourPlot): Part[] {
  const parts: Part[] = [];
  let open: Part | undefined;
  for (let t = 0; t < f0.length; t++) {
    const value = f0[t]!;
    if (value < 0 || value === Number.POSITIVE_INFINITY)
      throw invalidArgument(`f0[${t}]`, value, 'a frequency in Hz, NaN or 0');
    if (!(value > 0)) open = undefined;
    else {
      if (!open) {
        open = [];
        parts.push(open);
      }
      open.push({ at: t * hopSeconds, f0: value });
    }
  }
  return parts;
}

/**
 * Draws the pitch over time in seconds, in voiced frames only. The vertical axis starts at 0 Hz.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for no frames, a frequency below 0, or a hop that is not above 0.
 * @example
 * const { f0 } = pyin(audio, { fMin: 75, fMax: 600, frameLength: 1024, hopLength: 160 });
 * pitchContourSvg({ f0, hopSeconds: 160 / audio.sampleRate }); // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function pitchContourSvg(plot: PitchContourPlot): string {
  const { f0, hopSeconds, title = 'Pitch' } = plot;
  if (f0.length === 0) throw invalidArgument('f0', f0, 'at least one frame');
  if (!(hopSeconds > 0 && Number.isFinite(hopSeconds))) throw invalidArgument('hopSeconds', hopSeconds, 'above 0');
  const seconds = plot.seconds ?? f0.length * hopSeconds;
  const parts = voicedParts(plot);
  const highest = parts.flat().reduce((most, point) => Math.max(most, point.f0), 0);
  const ticks = ticksTo(highest > 0 ? highest : 500, 4);
  const { top, bottom, right } = AREA;
  const y = (hz: number): number => bottom - (hz / ticks.at(-1)!) * (bottom - top);
  const lines = parts.map((part) => {
    const points = part.map(({ at, f0 }) => `${timePlace(at, seconds).toFixed(1)},${y(f0).toFixed(1)}`);
    return points.length > 1
      ? element('polyline', { points: points.join(' '), 'stroke-linejoin': 'round', ...stroke('first', 2) })
      : element('circle', { cx: timePlace(part[0]!.at, seconds), cy: y(part[0]!.f0), r: 1.5, ...fill('first') });
  });
  const voiced = parts.flat().map(({ f0 }) => f0);
  const median = [...voiced].sort((a, b) => a - b)[Math.floor(voiced.length / 2)];
  const summary =
    median === undefined
      ? 'no voiced frame'
      : `${Math.round((100 * voiced.length) / f0.length)}\u202f% of the frames are voiced, median ${median.toFixed(0)} Hz`;
  const width = Math.max(right + 24, 40 + textWidth(title, 16) + textWidth(summary, 12));
  return drawing(width, bottom + 48, `${title}: ${summary}`, [
    text(12, 20, title, { size: 15, bold: true }),
    text(24 + textWidth(title, 17), 20.5, summary, { paint: 'muted' }),
    ...valueGrid(ticks, AREA, y),
    text(14, (top + bottom) / 2, 'pitch in Hz', { size: 11, paint: 'muted', anchor: 'middle', rotate: -90 }),
    ...timeAxis(seconds, bottom),
    ...lines,
  ]);
}
