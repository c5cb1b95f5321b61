import { type ConfidentAnswer, riskCoverage } from '@ser/core';
import { RATE_TICKS, valueGrid } from '../drawing/axes.js';
import { percent } from '../drawing/format.js';
import { drawing, element, line, stroke, text } from '../drawing/svg.js';
import { ticksTo } from '../drawing/ticks.js';

/** Options of {@link riskCoverageSvg}. */
export interface RiskCoveragePlot {
  readonly answers: readonly ConfidentAnswer[];
  /** Default `Risk and coverage`. */
  readonly title?: string | undefined;
  /** Confidence from which predictions are accepted; its point is marked if given. */
  readonly threshold?: number | undefined;
}

const AREA = { left: 66, right: 366, top: 54, bottom: 254 };

/**
 * Draws the error rate among accepted predictions against the share that is accepted.
 *
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for an empty list or a confidence that is not a number.
 * @example
 * riskCoverageSvg({ answers: [{ confidence: 0.9, correct: true }, { confidence: 0.4, correct: false }] });
 * // '<svg xmlns="http://www.w3.org/2000/svg" …'
 */
export function riskCoverageSvg({ answers, title = 'Risk and coverage', threshold }: RiskCoveragePlot): string {
  const points = riskCoverage(answers);
  const ticks = ticksTo(Math.max(0.05, ...points.map(({ risk }) => risk)), 4);
  const { left, right, top, bottom } = AREA;
  const x = (coverage: number): number => left + coverage * (right - left);
  const y = (risk: number): number => bottom - (risk / ticks.at(-1)!) * (bottom - top);
  const path = points.map(({ coverage, risk }) => `${x(coverage).toFixed(1)},${y(risk).toFixed(1)}`).join(' ');
  const chosen = threshold === undefined ? undefined : points.filter((point) => point.threshold >= threshold).at(-1);
  const mark = chosen && [
    line(x(chosen.coverage), y(chosen.risk), x(chosen.coverage), bottom, {
      ...stroke('second', 1.5),
      'stroke-dasharray': '5 4',
    }),
    element('circle', { cx: x(chosen.coverage), cy: y(chosen.risk), r: 4, ...stroke('second', 2) }),
  ];
  const sentence = chosen && `${percent(chosen.coverage)} accepted, ${percent(chosen.risk)} of them wrong`;
  return drawing(right + 24, bottom + 48, `${title}: error rate by share of accepted predictions`, [
    text(12, 20, title, { size: 15, bold: true }),
    ...(sentence === undefined ? [] : [text(12, 40, sentence, { size: 11, paint: 'muted' })]),
    ...valueGrid(ticks, AREA, y, percent),
    ...RATE_TICKS.map((tick) =>
      text(x(tick), bottom + 14, percent(tick), { size: 11, paint: 'muted', anchor: 'middle' }),
    ),
    text((left + right) / 2, bottom + 34, 'accepted', { size: 11, paint: 'muted', anchor: 'middle' }),
    text(14, (top + bottom) / 2, 'error rate', { size: 11, paint: 'muted', anchor: 'middle', rotate: -90 }),
    element('polyline', { points: path, 'stroke-linejoin': 'round', ...stroke('first', 2) }),
    ...(mark ?? []),
  ]);
}
