import { type ConfidentAnswer, invalidArgument } from '@ser/core';
import { RATE_TICKS, valueGrid } from '../drawing/axes.js';
import { percent } from '../drawing/format.js';
import { drawing, element, fill, line, stroke, text } from '../drawing/svg.js';

/** Options of {@link reliabilityDiagramSvg}. */
export interface ReliabilityPlot {
  readonly answers: readonly ConfidentAnswer[];
  /** Default `Calibration`. */
  readonly title?: string | undefined;
  /** Number of bars of equal width. Default 10. */
  readonly bins?: number | undefined;
  /** Expected calibration error in [0, 1], printed next to the title. */
  readonly ece?: number | undefined;
}

const SIDE = 240;
const LEFT = 66;
const TOP = 54;
const STRIP = 34;

/** Predictions whose confidence lies in one interval. */
export interface CalibrationBin {
  count: number;
  correct: number;
}

/** Counts predictions in bins of equal width over [0, 1]. */
export function calibrationBins(answers: readonly ConfidentAnswer[], bins: number): CalibrationBin[] {
  const filled = Array.from({ length: bins }, (): CalibrationBin => ({ count: 0, correct: 0 }));
  for (const { confidence, correct } of answers) {
    if (!(confidence >= 0 && confidence <= 1 + 1e-6)) throw invalidArgument('confidence', confidence, 'in [0, 1]');
    const bin = filled[Math.min(bins - 1, Math.floor(confidence * bins))]!;
    bin.count++;
    if (correct) bin.correct++;
  }
  return filled;
}

/**
 * Draws a reliability diagram (DeGroot and Fienberg, 1983): accuracy against confidence, and below it the number of
 * predictions in each bin. A bar under the diagonal means that the model is overconfident.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for an empty list, a confidence outside [0, 1], or `bins` below 1.
 * @example
 * reliabilityDiagramSvg({ answers: [{ confidence: 0.8, correct: true }], ece: 0.2 });
 * // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function reliabilityDiagramSvg({ answers, title = 'Calibration', bins = 10, ece }: ReliabilityPlot): string {
  if (answers.length === 0) throw invalidArgument('answers', answers, 'a list of at least one answer');
  if (!Number.isSafeInteger(bins) || bins < 1) throw invalidArgument('bins', bins, 'a positive integer');
  const filled = calibrationBins(answers, bins);
  const most = Math.max(...filled.map(({ count }) => count));
  const [bottom, right] = [TOP + SIDE, LEFT + SIDE];
  const base = bottom + 10 + STRIP;
  const children = [
    text(12, 20, title, { size: 15, bold: true }),
    ...(ece === undefined ? [] : [text(right, 20, `ECE ${percent(ece)}`, { paint: 'muted', anchor: 'end' })]),
  ];
  const area = { left: LEFT, right, top: TOP, bottom };
  children.push(...valueGrid(RATE_TICKS, area, (tick) => bottom - tick * SIDE, percent));
  for (const tick of RATE_TICKS)
    children.push(text(LEFT + tick * SIDE, base + 12, percent(tick), { size: 11, paint: 'muted', anchor: 'middle' }));
  const width = SIDE / bins;
  for (const [index, { count, correct }] of filled.entries()) {
    if (count === 0) continue;
    const x = LEFT + index * width + 1;
    const [height, depth] = [(correct / count) * SIDE, (count / most) * STRIP];
    const range = `confidence ${percent(index / bins)} to ${percent((index + 1) / bins)}`;
    children.push(
      element('g', {}, [
        element('title', {}, [`${range}: ${correct} of ${count} correct (${percent(correct / count)})`]),
        element('rect', { x, y: bottom - height, width: width - 2, height, ...fill('cell'), 'fill-opacity': 0.8 }),
        element('rect', { x, y: base - depth, width: width - 2, height: depth, ...fill('muted'), 'fill-opacity': 0.5 }),
      ]),
    );
  }
  children.push(line(LEFT, bottom, right, TOP, { ...stroke('second', 1.5), 'stroke-dasharray': '5 4' }));
  children.push(line(LEFT, base, right, base, stroke('axis')));
  children.push(text(14, TOP + SIDE / 2, 'accuracy', { paint: 'muted', anchor: 'middle', size: 11, rotate: -90 }));
  children.push(text(14, base - STRIP / 2, 'clips', { paint: 'muted', anchor: 'middle', size: 11, rotate: -90 }));
  children.push(text(LEFT + SIDE / 2, base + 30, 'confidence', { paint: 'muted', anchor: 'middle', size: 11 }));
  return drawing(right + 22, base + 44, `${title}: accuracy by confidence`, children);
}
