import { type EmotionAnswer, type EmotionSegment, invalidArgument } from '@ser/core';
import { escapeText } from '../../drawing/escape.js';
import { percent } from '../../drawing/format.js';
import { type Attributes, drawing, element, fill, line, stroke, text, textWidth } from '../../drawing/svg.js';
import { TIME_AREA, timeAxis, timePlace } from '../../drawing/time-axis.js';

/** Options of {@link emotionTimelineSvg}. */
export interface EmotionTimelinePlot {
  /** The answers for the segments of a recording, as `predictSegments` of `ser` gives them. */
  readonly segments: readonly (Pick<EmotionSegment, 'start' | 'end'> & EmotionAnswer)[];
  /** Length of the recording in seconds. Default: up to the end of the last segment. */
  readonly seconds?: number | undefined;
  /** Default `Emotion`. */
  readonly title?: string | undefined;
}

const ROW = 24;
const TOP = 48;

/** Shortens a name to the space left of the plot. */
function fitted(label: string): string {
  let name = label;
  while (textWidth(name, 11) > TIME_AREA.left - 12) name = `${name.replace(/…$/, '').slice(0, -1)}…`;
  return name;
}

/** Draws the time of a segment in the row of an emotion. */
function drawPart(
  { start, end, label: best, uncertain }: EmotionTimelinePlot['segments'][number],
  seconds: number,
  y: number,
  { label, probability }: EmotionAnswer['probabilities'][number],
): string {
  const [from, to] = [timePlace(start, seconds), timePlace(end, seconds)];
  const box = { x: from, y: y - ROW / 2 + 3, width: Math.max(1, to - from), height: ROW - 6, rx: 2 };
  const isBest = label === best;
  const outline: Attributes = { ...stroke('second', 1.5), 'stroke-dasharray': uncertain ? '3 2' : undefined };
  const hint = `${start.toFixed(1)} to ${end.toFixed(1)} s: ${label} ${percent(probability)}`;
  return element('g', {}, [
    element('title', {}, [escapeText(isBest && uncertain ? `${hint}, uncertain: ${uncertain.message}` : hint)]),
    element('rect', { ...box, ...fill('cell'), 'fill-opacity': 0.04 + 0.96 * probability }),
    ...(isBest ? [element('rect', { ...box, ...outline })] : []),
  ]);
}

/**
 * Draws the emotions of a recording over time: a row for each emotion, a deeper color for a higher probability. The
 * answer of each segment has an outline, which is dashed if the answer is not to be relied on.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` without segments.
 * @example
 * emotionTimelineSvg({ segments: await Array.fromAsync(recognizer.predictSegments('interview.mp3')) });
 * // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function emotionTimelineSvg({ segments, title = 'Emotion', ...plot }: EmotionTimelinePlot): string {
  const [first] = segments;
  if (!first) throw invalidArgument('segments', segments, 'at least one segment');
  const seconds = plot.seconds ?? segments.at(-1)!.end;
  const labels = first.probabilities.map(({ label }) => label).sort();
  const bottom = TOP + labels.length * ROW;
  const y = (label: string): number => TOP + (labels.indexOf(label) + 0.5) * ROW;
  const { left, right } = TIME_AREA;
  const summary = 'deeper: more probable; outlined: the answer, dashed if uncertain';
  const width = Math.max(right + 24, 40 + textWidth(title, 16) + textWidth(summary, 12));
  return drawing(width, bottom + 48, `${title}: the probability of each emotion over time`, [
    text(12, 20, title, { size: 15, bold: true }),
    text(24 + textWidth(title, 17), 20.5, summary, { paint: 'muted' }),
    ...labels.flatMap((label) => [
      line(left, y(label), right, y(label), stroke('grid')),
      text(left - 8, y(label), fitted(label), { size: 11, anchor: 'end' }),
    ]),
    ...segments.flatMap((segment) => segment.probabilities.map((one) => drawPart(segment, seconds, y(one.label), one))),
    line(left, bottom, right, bottom, stroke('axis')),
    ...timeAxis(seconds, bottom),
  ]);
}
