import { invalidArgument } from '@ser/core';
import { legend, type PlotArea, valueGrid } from '../drawing/axes.js';
import { percent } from '../drawing/format.js';
import { type Attributes, drawing, element, line, type Paint, stroke, text, textWidth } from '../drawing/svg.js';
import { epochTicks, ticksTo } from '../drawing/ticks.js';

/** Figures of one epoch. */
export interface EpochPoint {
  /** From 1. */
  readonly epoch: number;
  /** Mean training loss. */
  readonly loss: number;
  /** Mean loss and UAR in [0, 1] of the held-out training speakers, if there are any. */
  readonly heldOut?: { readonly loss: number; readonly uar: number } | undefined;
}

/** The epochs of one run, e.g. of a fold. */
export interface TrainingSeries {
  readonly name: string;
  readonly epochs: readonly EpochPoint[];
}

/** Options of {@link trainingCurvesSvg}. */
export interface TrainingCurvesPlot {
  /** One run, or several runs, which are drawn as thin lines with their mean on top. */
  readonly series: readonly TrainingSeries[];
  /** Default `Training`. */
  readonly title?: string | undefined;
  /** UAR that guessing reaches, 1 / classes; drawn as a line if given. */
  readonly chance?: number | undefined;
}

type Point = readonly [epoch: number, value: number];
type Curve = readonly Point[];

/** One quantity of all runs and its style. */
interface Family {
  name: string;
  paint: Paint;
  dashed: boolean;
  curves: Curve[];
}

interface Panel {
  title: string;
  families: Family[];
  max: number;
  format: (value: number) => string;
  chance?: number | undefined;
}

const PLOT = { width: 300, height: 190, left: 46, right: 18, top: 64, bottom: 66 };
const PANEL_WIDTH = PLOT.left + PLOT.width + PLOT.right;

const curvesOf = (series: readonly TrainingSeries[], value: (epoch: EpochPoint) => number | undefined): Curve[] =>
  series.map(({ epochs }) =>
    epochs.flatMap((point): Point[] => {
      const found = value(point);
      return found !== undefined && Number.isFinite(found) ? [[point.epoch, found]] : [];
    }),
  );

/** Returns the mean of the curves at each epoch, over the curves that have that epoch. */
function meanCurve(curves: readonly Curve[]): Curve {
  const values = new Map<number, number[]>();
  for (const [epoch, value] of curves.flat()) values.set(epoch, [...(values.get(epoch) ?? []), value]);
  return [...values]
    .sort(([a], [b]) => a - b)
    .map(([epoch, list]) => [epoch, list.reduce((sum, value) => sum + value, 0) / list.length]);
}

/** Returns the mean of the runs at each epoch, over the runs that have that epoch. */
export function meanTraining(series: readonly TrainingSeries[]): EpochPoint[] {
  const mean = (value: (epoch: EpochPoint) => number | undefined) => new Map(meanCurve(curvesOf(series, value)));
  const [losses, uars] = [mean(({ heldOut }) => heldOut?.loss), mean(({ heldOut }) => heldOut?.uar)];
  return [...mean(({ loss }) => loss)].map(([epoch, loss]) => {
    const [heldOutLoss, uar] = [losses.get(epoch), uars.get(epoch)];
    return {
      epoch,
      loss,
      heldOut: heldOutLoss === undefined || uar === undefined ? undefined : { loss: heldOutLoss, uar },
    };
  });
}

function drawCurve(curve: Curve, place: (point: Point) => Point, attributes: Attributes, dot: Attributes): string {
  const places = curve.map(place);
  const [only] = places;
  if (only && places.length === 1) return element('circle', { cx: only[0], cy: only[1], r: 3, ...dot });
  return element('polyline', {
    points: places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' '),
    'stroke-linejoin': 'round',
    'stroke-linecap': 'round',
    ...attributes,
  });
}

const styleOf = ({ paint, dashed }: Family, width: number): Attributes => ({
  ...stroke(paint, width),
  'stroke-dasharray': dashed ? '5 4' : undefined,
});

function drawFamily(family: Family, place: (point: Point) => Point): string[] {
  const { paint } = family;
  const filled = family.curves.filter((curve) => curve.length > 0);
  const dot = stroke(paint, 2);
  if (filled.length <= 1) return filled.map((curve) => drawCurve(curve, place, styleOf(family, 2), dot));
  return [
    ...filled.map((curve) => drawCurve(curve, place, { ...stroke(paint, 1), 'stroke-opacity': 0.28 }, dot)),
    drawCurve(meanCurve(filled), place, styleOf(family, 2.4), dot),
  ];
}

function drawPanel(panel: Panel, offset: number, lastEpoch: number): string[] {
  const { title, families, max, format, chance } = panel;
  const left = offset + PLOT.left;
  const area: PlotArea = { left, right: left + PLOT.width, top: PLOT.top, bottom: PLOT.top + PLOT.height };
  const { right, top, bottom } = area;
  const x = (epoch: number): number => left + (lastEpoch === 1 ? 0.5 : (epoch - 1) / (lastEpoch - 1)) * PLOT.width;
  const y = (value: number): number => bottom - (value / max) * PLOT.height;
  const entries = families.map((family) => ({ name: family.name, style: styleOf(family, 2.4) }));
  return [
    text(left, top - 16, title, { size: 12, bold: true }),
    ...valueGrid(ticksTo(max, 4), area, y, format),
    ...epochTicks(lastEpoch, 6).map((tick) =>
      text(x(tick), bottom + 14, tick, { size: 11, paint: 'muted', anchor: 'middle' }),
    ),
    text(left + PLOT.width / 2, bottom + 32, 'epoch', { size: 11, paint: 'muted', anchor: 'middle' }),
    ...(chance === undefined
      ? []
      : [
          line(left, y(chance), right, y(chance), { ...stroke('muted'), 'stroke-dasharray': '2 3' }),
          text(right, y(chance) - 8, 'chance', { size: 10, paint: 'muted', anchor: 'end' }),
        ]),
    ...families.flatMap((family) => drawFamily(family, ([epoch, value]) => [x(epoch), y(value)])),
    ...legend(entries, { left, right, top: bottom + 52 }).marks,
  ];
}

const topOf = (families: readonly Family[]): number =>
  ticksTo(Math.max(1e-6, ...families.flatMap(({ curves }) => curves.flat().map(([, value]) => value))), 4).at(-1)!;

/**
 * Draws loss and, if speakers were held out, UAR against the epoch, side by side. Values that are not finite leave gaps.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` if no run has an epoch.
 * @example
 * trainingCurvesSvg({ series: [{ name: 'fold 1', epochs: [{ epoch: 1, loss: 1.9 }, { epoch: 2, loss: 1.2 }] }] });
 * // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function trainingCurvesSvg({ series, title = 'Training', chance }: TrainingCurvesPlot): string {
  const lastEpoch = Math.max(0, ...series.flatMap(({ epochs }) => epochs.map(({ epoch }) => epoch)));
  if (lastEpoch === 0) throw invalidArgument('series', series, 'runs with at least one epoch');
  const several = series.length > 1 ? ', mean' : '';
  const family = (name: string, held: boolean, value: (epoch: EpochPoint) => number | undefined): Family => ({
    name: `${name}${several}`,
    paint: held ? 'second' : 'first',
    dashed: held,
    curves: curvesOf(series, value),
  });
  const losses = [
    family('training', false, ({ loss }) => loss),
    family('held-out speakers', true, ({ heldOut }) => heldOut?.loss),
  ].filter(({ curves }) => curves.some((curve) => curve.length > 0));
  const uar = family('held-out speakers', true, ({ heldOut }) => heldOut?.uar);
  const panels: Panel[] = [{ title: 'Loss', families: losses, max: topOf(losses), format: String }];
  if (uar.curves.some((curve) => curve.length > 0))
    panels.push({ title: 'UAR', families: [uar], max: 1, format: percent, chance });
  const subtitle = series.length > 1 ? `${series.length} runs` : (series[0]?.name ?? '');
  return drawing(PANEL_WIDTH * panels.length, PLOT.top + PLOT.height + PLOT.bottom, `${title}: loss and UAR by epoch`, [
    text(12, 20, title, { size: 15, bold: true }),
    text(24 + textWidth(title, 17), 20.5, subtitle, { paint: 'muted' }),
    ...panels.flatMap((panel, index) => drawPanel(panel, index * PANEL_WIDTH, lastEpoch)),
  ]);
}
