import {
  conditionTitle,
  ROBUSTNESS_CONDITIONS,
  type RobustnessSeries,
  robustnessSvg,
} from '../../charts/robustness-svg.js';
import { points } from '../../drawing/format.js';
import { type Content, html, markup, numeric, table } from '../document/html.js';
import type { ReportEvaluation } from './evaluation.js';

/** Draws a plot for each measured condition and lists the numbers; empty without measurements. */
export function robustnessSection(evaluations: readonly ReportEvaluation[]): Content {
  const series = evaluations.flatMap(({ name, robustness }): RobustnessSeries[] =>
    robustness && robustness.length > 0 ? [{ name, rows: robustness }] : [],
  );
  const measured = new Set(series.flatMap(({ rows }) => rows.map(({ condition }) => condition)));
  const conditions = ROBUSTNESS_CONDITIONS.filter((condition) => measured.has(condition));
  if (conditions.length === 0) return '';
  const classes = new Set(evaluations.filter(({ robustness }) => robustness).map(({ config }) => config.labels.length));
  const [only] = [...classes];
  const chance = classes.size === 1 ? 1 / only! : undefined;
  const figures = conditions.map(
    (condition) => html`<figure tabindex="0">${markup(robustnessSvg({ condition, series, chance }))}</figure>`,
  );
  return html`<section>
<h2>Robustness</h2>
<p>The same clips under corruptions. Each clip gets the same noise, voices and room at every strength.</p>
<div class="figures thirds">${figures}</div>
<details><summary>UAR in percent</summary>${numbers(series)}</details>
</section>`;
}

function numbers(series: readonly RobustnessSeries[]): Content {
  const keys = new Map(
    series.flatMap(({ rows }) => rows).map(({ condition, value }) => [`${condition} ${value}`, { condition, value }]),
  );
  const rows = [...keys.values()].map(({ condition, value }): Content[] => [
    condition === 'clean' ? 'Uncorrupted' : conditionTitle(condition),
    condition === 'clean' ? '' : value,
    ...series.map(({ rows: own }) => {
      const row = own.find((one) => one.condition === condition && one.value === value);
      return row ? points(row.uar) : '';
    }),
  ]);
  return table([{ title: 'Condition' }, numeric('Value'), ...series.map(({ name }) => numeric(name))], rows);
}
