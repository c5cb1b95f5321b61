import { invalidArgument } from '@ser/core';
import { escapeText } from './escape.js';
import { percent } from './figures.js';
import { type Attributes, drawing, element, line, type Paint, stroke, text, textWidth } from './svg.js';

/** UAR under one condition; the rows of `robustnessCurves` of `@ser/training` fit. */
export interface RobustnessPoint {
  /** `clean`, or a name of {@link ROBUSTNESS_CONDITIONS}. */
  readonly condition: string;
  readonly value: number;
  /** In [0, 1]. */
  readonly uar: number;
}

/** The curves of one model. */
export interface RobustnessSeries {
  readonly name: string;
  readonly rows: readonly RobustnessPoint[];
}

/** What {@link robustnessSvg} draws. */
export interface RobustnessPlot {
  /** One of {@link ROBUSTNESS_CONDITIONS}. */
  condition: string;
  /** One line each; rows of other conditions are passed over, those of `clean` stand beside the values. */
  series: readonly RobustnessSeries[];
  /** The condition's own by default. */
  title?: string;
  /** UAR of guessing, 1 / classes; drawn as a line if given. */
  chance?: number;
}

interface Words {
  readonly title: string;
  readonly axis: string;
  /** What uncorrupted clips are called, and on which side they stand. */
  readonly clean: string;
  readonly cleanFirst: boolean;
}

const WORDS: Readonly<Record<string, Words>> = {
  white: { title: 'White noise', axis: 'signal-to-noise ratio in dB', clean: 'clean', cleanFirst: false },
  babble: { title: 'Other voices', axis: 'signal-to-noise ratio in dB', clean: 'clean', cleanFirst: false },
  telephone: { title: 'Telephone band', axis: 'upper end of the band in Hz', clean: 'whole', cleanFirst: false },
  level: { title: 'Level of the recording', axis: 'RMS in dB of full scale', clean: 'as it is', cleanFirst: false },
  reverberation: { title: 'Rooms', axis: 'reverberation time in s', clean: 'as it is', cleanFirst: true },
  length: { title: 'Length of the clip', axis: 'seconds', clean: 'whole', cleanFirst: false },
};

/** The conditions that can be drawn, in the order of a report. */
export const ROBUSTNESS_CONDITIONS: readonly string[] = Object.keys(WORDS);

/** What a condition is called, e.g. `White noise`. */
export const conditionTitle = (condition: string): string => WORDS[condition]?.title ?? condition;

const PLOT = { left: 48, top: 52, width: 300, height: 180, right: 24 };
const LINES: readonly (readonly [Paint, string | undefined])[] = [
  ['first', undefined],
  ['second', undefined],
  ['third', undefined],
  ['fourth', undefined],
  ['first', '6 4'],
  ['second', '6 4'],
  ['third', '6 4'],
  ['fourth', '6 4'],
];

/** Where the points of a plot stand from left to right; `undefined` is the clean one. */
function placesOf({ condition, series }: RobustnessPlot, { cleanFirst }: Words): (number | undefined)[] {
  const rows = series.flatMap((one) => one.rows);
  const values = new Set(rows.filter((row) => row.condition === condition).map(({ value }) => value));
  const places: (number | undefined)[] = [...values].sort((a, b) => a - b);
  if (!rows.some((row) => row.condition === 'clean')) return places;
  return cleanFirst ? [undefined, ...places] : [...places, undefined];
}

function check(plot: RobustnessPlot): Words {
  const words = WORDS[plot.condition];
  if (!words) throw invalidArgument('condition', plot.condition, ROBUSTNESS_CONDITIONS.join(', '));
  const own = plot.series.flatMap(({ rows }) => rows.filter(({ condition }) => condition === plot.condition));
  if (own.length === 0) throw invalidArgument('series', plot.series, `rows with the condition ${plot.condition}`);
  for (const { uar, value } of own) {
    if (!(uar >= 0 && uar <= 1)) throw invalidArgument('uar', uar, 'in [0, 1]');
    if (!Number.isFinite(value)) throw invalidArgument('value', value, 'a finite number');
  }
  return words;
}

/**
 * UAR against the strength of one corruption, a line a model. The values stand at equal distances, the clean clips at
 * the harmless end.
 *
 * @throws SerError `INVALID_ARGUMENT` for an unknown condition, no rows of it, or rates outside [0, 1].
 */
export function robustnessSvg(plot: RobustnessPlot): string {
  const words = check(plot);
  const { condition, series, title = words.title, chance } = plot;
  const places = placesOf(plot, words);
  const [left, bottom, right] = [PLOT.left, PLOT.top + PLOT.height, PLOT.left + PLOT.width];
  const step = PLOT.width / places.length;
  const x = (place: number): number => left + (place + 0.5) * step;
  const y = (uar: number): number => bottom - uar * PLOT.height;
  const children = [text(12, 20, title, { size: 15, bold: true }), text(left, 38, 'UAR', { size: 11, paint: 'muted' })];
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    children.push(line(left, y(tick), right, y(tick), stroke(tick === 0 ? 'axis' : 'grid')));
    children.push(text(left - 8, y(tick), percent(tick), { size: 11, paint: 'muted', anchor: 'end' }));
  }
  for (const [place, value] of places.entries())
    children.push(
      text(x(place), bottom + 14, value === undefined ? words.clean : String(value).replace('-', '\u2212'), {
        ...{ size: 11, anchor: 'middle', bold: value === undefined },
        paint: value === undefined ? 'ink' : 'muted',
      }),
    );
  children.push(text(left + PLOT.width / 2, bottom + 34, words.axis, { size: 11, paint: 'muted', anchor: 'middle' }));
  if (chance !== undefined) {
    children.push(line(left, y(chance), right, y(chance), { ...stroke('muted'), 'stroke-dasharray': '2 3' }));
    children.push(text(right, y(chance) + 9, 'chance', { size: 10, paint: 'muted', anchor: 'end' }));
  }
  const styles = series.map((_, i): Attributes => {
    const [paint, dashes] = LINES[i % LINES.length]!;
    return { ...stroke(paint, 2), 'stroke-dasharray': dashes };
  });
  for (const [i, { name, rows }] of series.entries()) {
    const points = places.flatMap((value, place) => {
      const row = rows.find((one) =>
        value === undefined ? one.condition === 'clean' : one.condition === condition && one.value === value,
      );
      return row ? [{ at: x(place), uar: row.uar, label: value === undefined ? words.clean : String(value) }] : [];
    });
    children.push(drawLine(points, name, styles[i]!, y, series.length === 1));
  }
  const legend = series.length > 1 ? drawLegend(series, styles, bottom + 58) : { marks: [], bottom: bottom + 34 };
  const width = Math.max(right + PLOT.right, 24 + textWidth(title, 16));
  return drawing(width, legend.bottom + 16, `${title}: UAR by ${words.axis}`, [...children, ...legend.marks]);
}

function drawLine(
  points: readonly { at: number; uar: number; label: string }[],
  name: string,
  style: Attributes,
  y: (uar: number) => number,
  written: boolean,
): string {
  const path = points.map(({ at, uar }) => `${at.toFixed(1)},${y(uar).toFixed(1)}`).join(' ');
  const dots = points.flatMap(({ at, uar, label }) => [
    element('g', {}, [
      element('title', {}, [escapeText(`${name}, ${label}: ${percent(uar)}`)]),
      element('circle', { cx: at, cy: y(uar), r: 3.5, ...style, 'stroke-dasharray': undefined }),
    ]),
    ...(written ? [text(at, y(uar) - 11, Math.round(uar * 100), { size: 11, anchor: 'middle', bold: true })] : []),
  ]);
  return element('g', {}, [element('polyline', { points: path, ...style }), ...dots]);
}

/** Names of the lines, in as many rows as they need. */
function drawLegend(
  series: readonly RobustnessSeries[],
  styles: readonly Attributes[],
  top: number,
): { marks: string[]; bottom: number } {
  let [x, y] = [PLOT.left, top];
  const marks = series.flatMap(({ name }, i) => {
    const width = 28 + textWidth(name, 11) + 16;
    if (x > PLOT.left && x + width > PLOT.left + PLOT.width + PLOT.right) [x, y] = [PLOT.left, y + 18];
    const mark = [line(x, y, x + 22, y, styles[i]!), text(x + 28, y, name, { size: 11, paint: 'muted' })];
    x += width;
    return mark;
  });
  return { marks, bottom: y };
}
