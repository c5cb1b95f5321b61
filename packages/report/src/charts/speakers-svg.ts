import { invalidArgument } from '@ser/core';
import { barGrid, RATE_TICKS } from '../drawing/axes.js';
import { percent } from '../drawing/format.js';
import { drawing, element, fill, line, stroke, text, textWidth } from '../drawing/svg.js';

/** Options of {@link speakersSvg}. */
export interface SpeakersPlot {
  /** The UAR of each speaker in [0, 1], over the emotions that the speaker has. */
  readonly speakers: readonly { readonly speaker: string; readonly uar: number; readonly utterances: number }[];
  /** Default `UAR of each speaker`. */
  readonly title?: string | undefined;
  /** UAR that guessing reaches, 1 / classes; drawn as a line if given. */
  readonly chance?: number | undefined;
}

const ROW = 20;
const PLOT = { width: 320, top: 62 };

/**
 * Draws the UAR of each speaker as a point, the best first.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for an empty list or a rate outside [0, 1].
 * @example
 * speakersSvg({ speakers: [{ speaker: '03', uar: 0.71, utterances: 49 }, { speaker: '08', uar: 0.63, utterances: 58 }] });
 * // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function speakersSvg({ speakers, title = 'UAR of each speaker', chance }: SpeakersPlot): string {
  if (speakers.length === 0) throw invalidArgument('speakers', speakers, 'a list of at least one speaker');
  for (const { speaker, uar } of speakers)
    if (!(uar >= 0 && uar <= 1)) throw invalidArgument(`uar of ${speaker}`, uar, 'in [0, 1]');
  const sorted = [...speakers].sort((a, b) => b.uar - a.uar);
  const left = 20 + Math.max(...sorted.map(({ speaker }) => textWidth(speaker, 11)));
  const bottom = PLOT.top + sorted.length * ROW;
  const at = (rate: number): number => left + rate * PLOT.width;
  const rows = sorted.flatMap(({ speaker, uar, utterances }, row) => {
    const y = PLOT.top + (row + 0.5) * ROW;
    return [
      text(left - 8, y, speaker, { size: 11, anchor: 'end' }),
      line(left, y, at(uar), y, stroke('grid', 2)),
      element('circle', { cx: at(uar), cy: y, r: 4, ...fill('first') }),
      text(at(1) + 14, y, percent(uar), { size: 11, bold: true }),
      text(at(1) + 56, y, `n = ${utterances}`, { size: 11, paint: 'muted' }),
    ];
  });
  const guess =
    chance === undefined
      ? []
      : [
          line(at(chance), PLOT.top - 4, at(chance), bottom, { ...stroke('muted'), 'stroke-dasharray': '2 3' }),
          text(at(chance), PLOT.top - 12, 'chance', { size: 10, paint: 'muted', anchor: 'middle' }),
        ];
  const width = at(1) + 64 + Math.max(...sorted.map(({ utterances }) => textWidth(`n = ${utterances}`, 11))) + 8;
  return drawing(Math.max(width, 24 + textWidth(title, 16)), bottom + 28, `${title}, the best first`, [
    text(12, 20, title, { size: 15, bold: true }),
    ...barGrid(RATE_TICKS, { left, right: at(1), top: PLOT.top, bottom }, at, percent),
    ...guess,
    ...rows,
  ]);
}
