import { differenceSvg } from '../../charts/table/difference-svg.js';
import { points } from '../../drawing/format.js';
import { type Content, html, markup, numeric, table } from '../document/html.js';
import { type ReportComparison, signedPoints, verdictOf } from './comparison.js';

const pText = (p: number): string => (p < 0.001 ? '< 0.001' : p.toFixed(3));

/** Writes the differences of pairs of runs with intervals and McNemar's test; empty without comparisons. */
export function comparisonSection(comparisons: readonly ReportComparison[]): Content {
  if (comparisons.length === 0) return '';
  const reach = Math.max(
    0.01,
    ...comparisons.flatMap(({ uarDifference: { value, ci95 = [0, 0] } }) => [...ci95, value].map(Math.abs)),
  );
  const rows = comparisons.map(({ nameA, nameB, uar, uarDifference: { value, ci95 }, mcNemar }): Content[] => [
    `${nameB} \u2212 ${nameA}`,
    `${points(uar.b)} \u2212 ${points(uar.a)}`,
    html`<strong>${signedPoints(value)}</strong>`,
    ci95 ? `${signedPoints(ci95[0])} to ${signedPoints(ci95[1])}` : '',
    ci95 ? markup(differenceSvg(value, ci95, reach)) : '',
    `${mcNemar.onlyB} : ${mcNemar.onlyA}`,
    pText(mcNemar.pValue),
  ]);
  return html`<section>
<h2>Comparisons</h2>
${table(
  [
    { title: 'Models' },
    numeric('UAR'),
    numeric('Difference'),
    numeric('95 % interval'),
    { title: 'Plot' },
    numeric('Only one correct'),
    numeric('McNemar p'),
  ],
  rows,
)}
<ul>${comparisons.map((comparison) => html`<li>${verdictOf(comparison)}</li>`)}</ul>
</section>`;
}
