import { invalidArgument } from '@ser/core';
import { percent } from './figures.js';
import { drawing, element, fill, line, stroke, text } from './svg.js';

/** One answer: how sure the model was, and whether it was right. */
export interface ConfidentAnswer {
  /** In [0, 1]. */
  readonly confidence: number;
  readonly correct: boolean;
}

/** What {@link reliabilityDiagramSvg} draws. */
export interface ReliabilityPlot {
  answers: readonly ConfidentAnswer[];
  title?: string;
  /** Equal parts of [0, 1]. Default 10. */
  bins?: number;
  /** Expected calibration error in [0, 1], written beside the title if given. */
  ece?: number;
}

const SIDE = 240;
const LEFT = 66;
const TOP = 54;
const STRIP = 34;

interface Bin {
  count: number;
  correct: number;
}

function fillBins(answers: readonly ConfidentAnswer[], bins: number): Bin[] {
  const filled = Array.from({ length: bins }, (): Bin => ({ count: 0, correct: 0 }));
  for (const { confidence, correct } of answers) {
    if (!(confidence >= 0 && confidence <= 1 + 1e-6)) throw invalidArgument('confidence', confidence, 'in [0, 1]');
    const bin = filled[Math.min(bins - 1, Math.floor(confidence * bins))]!;
    bin.count++;
    if (correct) bin.correct++;
  }
  return filled;
}

/**
 * How often answers are right against how sure they are (DeGroot and Fienberg, 1983), and below it how many answers
 * have each confidence. Bars under the diagonal are too sure.
 *
 * @throws SerError `INVALID_ARGUMENT` without answers or for confidences outside [0, 1].
 */
export function reliabilityDiagramSvg({ answers, title = 'Calibration', bins = 10, ece }: ReliabilityPlot): string {
  if (answers.length === 0) throw invalidArgument('answers', answers, 'a list of at least one answer');
  if (!Number.isSafeInteger(bins) || bins < 1) throw invalidArgument('bins', bins, 'a positive integer');
  const filled = fillBins(answers, bins);
  const most = Math.max(...filled.map(({ count }) => count));
  const [bottom, right] = [TOP + SIDE, LEFT + SIDE];
  const base = bottom + 10 + STRIP;
  const children = [
    text(12, 20, title, { size: 15, bold: true }),
    ...(ece === undefined ? [] : [text(right, 20, `ECE ${percent(ece)}`, { paint: 'muted', anchor: 'end' })]),
  ];
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) {
    const y = bottom - tick * SIDE;
    children.push(line(LEFT, y, right, y, stroke(tick === 0 ? 'axis' : 'grid')));
    children.push(text(LEFT - 8, y, percent(tick), { size: 11, paint: 'muted', anchor: 'end' }));
    const x = LEFT + tick * SIDE;
    children.push(text(x, base + 12, percent(tick), { size: 11, paint: 'muted', anchor: 'middle' }));
  }
  const width = SIDE / bins;
  for (const [index, { count, correct }] of filled.entries()) {
    if (count === 0) continue;
    const x = LEFT + index * width + 1;
    const [height, depth] = [(correct / count) * SIDE, (count / most) * STRIP];
    const range = `${percent(index / bins)} to ${percent((index + 1) / bins)} sure`;
    children.push(
      element('g', {}, [
        element('title', {}, [`${range}: ${correct} of ${count} right (${percent(correct / count)})`]),
        element('rect', { x, y: bottom - height, width: width - 2, height, ...fill('cell'), 'fill-opacity': 0.8 }),
        element('rect', { x, y: base - depth, width: width - 2, height: depth, ...fill('muted'), 'fill-opacity': 0.5 }),
      ]),
    );
  }
  children.push(line(LEFT, bottom, right, TOP, { ...stroke('second', 1.5), 'stroke-dasharray': '5 4' }));
  children.push(line(LEFT, base, right, base, stroke('axis')));
  children.push(text(14, TOP + SIDE / 2, 'right', { paint: 'muted', anchor: 'middle', size: 11, rotate: -90 }));
  children.push(text(14, base - STRIP / 2, 'clips', { paint: 'muted', anchor: 'middle', size: 11, rotate: -90 }));
  children.push(text(LEFT + SIDE / 2, base + 30, 'confidence', { paint: 'muted', anchor: 'middle', size: 11 }));
  return drawing(right + 22, base + 44, `${title}: share of right answers by confidence`, children);
}
