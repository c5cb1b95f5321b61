import { invalidArgument } from '@ser/core';
import { legend, type PlotArea, RATE_TICKS, valueGrid } from '../drawing/axes.js';
import { escapeText } from '../drawing/escape.js';
import { percent } from '../drawing/format.js';
import { type Attributes, drawing, element, line, type Paint, stroke, text, textWidth } from '../drawing/svg.js';

/** UAR under one condition. */
export interface RobustnessPoint {
  /** `clean`, or a name of {@link ROBUSTNESS_CONDITIONS}. */
  readonly condition: string;
  /** Strength of the corruption in the condition's unit; not used for `clean`. */
  readonly value: number;
  /** In [0, 1]. */
  readonly uar: number;
}

/** The measurements of one model. */
export interface RobustnessSeries {
  readonly name: string;
  readonly rows: readonly RobustnessPoint[];
}

/** Options of {@link robustnessSvg}. */
export interface RobustnessPlot {
  /** One of {@link ROBUSTNESS_CONDITIONS}. */
  readonly condition: string;
  /** One line each. Rows of other conditions are ignored, except `clean`. */
  readonly series: readonly RobustnessSeries[];
  /** Default: the title of the condition, e.g. `White noise`. */
  readonly title?: string | undefined;
  /** UAR that guessing reaches, 1 / classes; drawn as a line if given. */
  readonly chance?: number | undefined;
}

interface Words {
  readonly title: string;
  readonly axis: string;
  /** Label of the uncorrupted clips. */
  readonly clean: string;
  /** True if the uncorrupted clips belong to the left of the smallest value. */
  readonly cleanFirst: boolean;
}

const WORDS: ReadonlyMap<string, Words> = new Map([
  ['white', { title: 'White noise', axis: 'signal-to-noise ratio in dB', clean: 'clean', cleanFirst: false }],
  ['babble', { title: 'Babble', axis: 'signal-to-noise ratio in dB', clean: 'clean', cleanFirst: false }],
  ['telephone', { title: 'Telephone band', axis: 'upper cutoff in Hz', clean: 'full', cleanFirst: false }],
  ['level', { title: 'Level', axis: 'RMS in dBFS', clean: 'original', cleanFirst: false }],
  ['reverberation', { title: 'Reverberation', axis: 'reverberation time in s', clean: 'original', cleanFirst: true }],
  ['length', { title: 'Clip length', axis: 'seconds', clean: 'full', cleanFirst: false }],
]);

/** The conditions that can be drawn, in the order of a report. */
export const ROBUSTNESS_CONDITIONS: readonly string[] = [...WORDS.keys()];

/** Returns the title of a condition, e.g. `White noise`, or the condition itself if it has none. */
export const conditionTitle = (condition: string): string => WORDS.get(condition)?.title ?? condition;

const PLOT = { left: 48, top: 52, width: 300, height: 180, right: 24 };
const AREA: PlotArea = {
  left: PLOT.left,
  right: PLOT.left + PLOT.width,
  top: PLOT.top,
  bottom: PLOT.top + PLOT.height,
};
const PAINTS: readonly Paint[] = ['first', 'second', 'third', 'fourth'];

/** Returns the stroke of the `index`-th line: four colors, then the same four dashed. */
const styleOf = (index: number): Attributes => ({
  ...stroke(PAINTS[index % PAINTS.length]!, 2),
  'stroke-dasharray': Math.floor(index / PAINTS.length) % 2 === 1 ? '6 4' : undefined,
});

/** Returns the values on the axis from left to right; `undefined` stands for the clean clips. */
function placesOf({ condition, series }: RobustnessPlot, { cleanFirst }: Words): (number | undefined)[] {
  const rows = series.flatMap((one) => one.rows);
  const values = new Set(rows.filter((row) => row.condition === condition).map(({ value }) => value));
  const places: (number | undefined)[] = [...values].sort((a, b) => a - b);
  if (!rows.some((row) => row.condition === 'clean')) return places;
  return cleanFirst ? [undefined, ...places] : [...places, undefined];
}

function check(plot: RobustnessPlot): Words {
  const words = WORDS.get(plot.condition);
  if (!words) throw invalidArgument('condition', plot.condition, `one of ${ROBUSTNESS_CONDITIONS.join(', ')}`);
  const rows = plot.series.flatMap((one) => one.rows);
  if (!rows.some(({ condition }) => condition === plot.condition))
    throw invalidArgument('series', plot.series, `series with rows of the condition ${plot.condition}`);
  for (const { condition, uar, value } of rows) {
    if (condition !== plot.condition && condition !== 'clean') continue;
    if (!(uar >= 0 && uar <= 1)) throw invalidArgument('uar', uar, 'in [0, 1]');
    if (!Number.isFinite(value)) throw invalidArgument('value', value, 'a finite number');
  }
  return words;
}

const y = (uar: number): number => AREA.bottom - uar * PLOT.height;

/**
 * Draws UAR against the strength of one corruption, one line for each model. The values are equally spaced, with the
 * clean clips at the end where the corruption is weakest.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for an unknown condition, series without rows of it, or rates outside [0, 1].
 * @example
 * const rows = [{ condition: 'clean', value: 0, uar: 0.7 }, { condition: 'white', value: 10, uar: 0.5 }];
 * robustnessSvg({ condition: 'white', series: [{ name: 'cnn', rows }], chance: 1 / 7 });
 * // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function robustnessSvg(plot: RobustnessPlot): string {
  const words = check(plot);
  const { condition, series, title = words.title, chance } = plot;
  const { left, right, bottom } = AREA;
  const places = placesOf(plot, words);
  const x = (place: number): number => left + ((place + 0.5) * PLOT.width) / places.length;
  const lines = series.map(({ name, rows }, index) => {
    const points = places.flatMap((value, place) => {
      const row = rows.find((one) =>
        value === undefined ? one.condition === 'clean' : one.condition === condition && one.value === value,
      );
      return row ? [{ at: x(place), uar: row.uar, label: value === undefined ? words.clean : String(value) }] : [];
    });
    return drawLine(points, name, styleOf(index), series.length === 1);
  });
  const names = series.map(({ name }, index) => ({ name, style: styleOf(index) }));
  const key =
    series.length > 1
      ? legend(names, { left, right: right + PLOT.right, top: bottom + 58 })
      : { marks: [], bottom: bottom + 34 };
  const width = Math.max(right + PLOT.right, 24 + textWidth(title, 16));
  return drawing(width, key.bottom + 16, `${title}: UAR by ${words.axis}`, [
    text(12, 20, title, { size: 15, bold: true }),
    text(left, 38, 'UAR', { size: 11, paint: 'muted' }),
    ...valueGrid(RATE_TICKS, AREA, y, percent),
    ...places.map((value, place) => drawPlace(x(place), value, words)),
    text(left + PLOT.width / 2, bottom + 34, words.axis, { size: 11, paint: 'muted', anchor: 'middle' }),
    ...(chance === undefined ? [] : drawChance(chance)),
    ...lines,
    ...key.marks,
  ]);
}

const drawPlace = (x: number, value: number | undefined, { clean }: Words): string =>
  value === undefined
    ? text(x, AREA.bottom + 14, clean, { size: 11, anchor: 'middle', bold: true })
    : text(x, AREA.bottom + 14, String(value).replace('-', '\u2212'), { size: 11, anchor: 'middle', paint: 'muted' });

const drawChance = (chance: number): string[] => [
  line(AREA.left, y(chance), AREA.right, y(chance), { ...stroke('muted'), 'stroke-dasharray': '2 3' }),
  text(AREA.right, y(chance) + 9, 'chance', { size: 10, paint: 'muted', anchor: 'end' }),
];

function drawLine(
  points: readonly { readonly at: number; readonly uar: number; readonly label: string }[],
  name: string,
  style: Attributes,
  hasNumbers: boolean,
): string {
  const path = points.map(({ at, uar }) => `${at.toFixed(1)},${y(uar).toFixed(1)}`).join(' ');
  const dots = points.flatMap(({ at, uar, label }) => [
    element('g', {}, [
      element('title', {}, [escapeText(`${name}, ${label}: ${percent(uar)}`)]),
      element('circle', { cx: at, cy: y(uar), r: 3.5, ...style, 'stroke-dasharray': undefined }),
    ]),
    ...(hasNumbers ? [text(at, y(uar) - 11, Math.round(uar * 100), { size: 11, anchor: 'middle', bold: true })] : []),
  ]);
  return element('g', {}, [element('polyline', { points: path, ...style }), ...dots]);
}
