import { invalidArgument } from '@ser/core';
import { percent } from './figures.js';
import { type Attributes, drawing, element, line, type Paint, stroke, text, textWidth } from './svg.js';
import { epochTicks, ticksTo } from './ticks.js';

/** One epoch of a run; losses are means over the epoch. */
export interface EpochPoint {
  /** 1-based. */
  readonly epoch: number;
  readonly loss: number;
  /** The same on held-out training speakers, where some are held out; `uar` in [0, 1]. */
  readonly heldOut?: { readonly loss: number; readonly uar: number };
}

/** One run, e.g. a fold. */
export interface TrainingSeries {
  readonly name: string;
  readonly epochs: readonly EpochPoint[];
}

/** What {@link trainingCurvesSvg} draws. */
export interface TrainingCurvesPlot {
  /** One run, or several that are drawn thin with their mean on top. */
  series: readonly TrainingSeries[];
  title?: string;
  /** UAR of guessing, 1 / classes; drawn as a line if given. */
  chance?: number;
}

type Point = readonly [epoch: number, value: number];
type Curve = readonly Point[];

/** One quantity of all runs, in the way it is drawn. */
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
  reference?: { value: number; name: string };
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

/** The mean of all curves at each epoch that any of them has. */
function meanCurve(curves: readonly Curve[]): Curve {
  const values = new Map<number, number[]>();
  for (const [epoch, value] of curves.flat()) values.set(epoch, [...(values.get(epoch) ?? []), value]);
  return [...values]
    .sort(([a], [b]) => a - b)
    .map(([epoch, list]) => [epoch, list.reduce((sum, value) => sum + value, 0) / list.length]);
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

function drawFamily({ paint, dashed, curves }: Family, place: (point: Point) => Point): string[] {
  const filled = curves.filter((curve) => curve.length > 0);
  const dot = { ...stroke(paint, 2) };
  const style = (width: number): Attributes => ({
    ...stroke(paint, width),
    'stroke-dasharray': dashed ? '5 4' : undefined,
  });
  if (filled.length <= 1) return filled.map((curve) => drawCurve(curve, place, style(2), dot));
  return [
    ...filled.map((curve) => drawCurve(curve, place, { ...stroke(paint, 1), 'stroke-opacity': 0.28 }, dot)),
    drawCurve(meanCurve(filled), place, style(2.4), dot),
  ];
}

function drawLegend(families: readonly Family[], x: number, y: number): string[] {
  let left = x;
  return families.flatMap(({ name, paint, dashed }) => {
    const key = line(left, y, left + 22, y, { ...stroke(paint, 2.4), 'stroke-dasharray': dashed ? '5 4' : undefined });
    const label = text(left + 28, y, name, { size: 11, paint: 'muted' });
    left += 28 + textWidth(name, 11) + 16;
    return [key, label];
  });
}

function drawPanel(panel: Panel, offset: number, lastEpoch: number): string[] {
  const { title, families, max, format, reference } = panel;
  const [x0, y0] = [offset + PLOT.left, PLOT.top];
  const bottom = y0 + PLOT.height;
  const place = ([epoch, value]: Point): Point => [
    x0 + (lastEpoch === 1 ? 0.5 : (epoch - 1) / (lastEpoch - 1)) * PLOT.width,
    bottom - (value / max) * PLOT.height,
  ];
  const children = [text(x0, y0 - 16, title, { size: 12, bold: true })];
  for (const tick of ticksTo(max, 4)) {
    const [, y] = place([1, tick]);
    children.push(line(x0, y, x0 + PLOT.width, y, stroke(tick === 0 ? 'axis' : 'grid')));
    children.push(text(x0 - 8, y, format(tick), { size: 11, paint: 'muted', anchor: 'end' }));
  }
  for (const tick of epochTicks(lastEpoch, 6))
    children.push(text(place([tick, 0])[0], bottom + 14, tick, { size: 11, paint: 'muted', anchor: 'middle' }));
  children.push(text(x0 + PLOT.width / 2, bottom + 32, 'epoch', { size: 11, paint: 'muted', anchor: 'middle' }));
  if (reference) {
    const [, y] = place([1, reference.value]);
    children.push(line(x0, y, x0 + PLOT.width, y, { ...stroke('muted'), 'stroke-dasharray': '2 3' }));
    children.push(text(x0 + PLOT.width, y - 8, reference.name, { size: 10, paint: 'muted', anchor: 'end' }));
  }
  children.push(...families.flatMap((family) => drawFamily(family, place)));
  children.push(...drawLegend(families, x0, bottom + 52));
  return children;
}

const topOf = (families: readonly Family[]): number =>
  ticksTo(Math.max(1e-6, ...families.flatMap(({ curves }) => curves.flat().map(([, value]) => value))), 4).at(-1)!;

/**
 * Loss and, where speakers are held out, UAR against epoch, side by side. Values that are not finite leave gaps.
 *
 * @throws SerError `INVALID_ARGUMENT` where no run has any epoch.
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
    panels.push({
      title: 'UAR',
      families: [uar],
      max: 1,
      format: percent,
      ...(chance === undefined ? {} : { reference: { value: chance, name: 'chance' } }),
    });
  const subtitle = series.length > 1 ? `${series.length} runs` : (series[0]?.name ?? '');
  return drawing(PANEL_WIDTH * panels.length, PLOT.top + PLOT.height + PLOT.bottom, `${title}: loss and UAR by epoch`, [
    text(12, 20, title, { size: 15, bold: true }),
    text(24 + textWidth(title, 17), 20.5, subtitle, { paint: 'muted' }),
    ...panels.flatMap((panel, index) => drawPanel(panel, index * PANEL_WIDTH, lastEpoch)),
  ]);
}
