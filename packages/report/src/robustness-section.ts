import type { ReportEvaluation } from './evaluation.js';
import { points } from './figures.js';
import { type Content, html, markup, table } from './html.js';
import { conditionTitle, ROBUSTNESS_CONDITIONS, type RobustnessSeries, robustnessSvg } from './robustness-svg.js';

/** Curves of all evaluations that have some, a plot a condition, and their numbers. */
export function robustnessSection(evaluations: readonly ReportEvaluation[]): Content {
  const series = evaluations.flatMap(({ name, robustness }): RobustnessSeries[] =>
    robustness && robustness.length > 0 ? [{ name, rows: robustness }] : [],
  );
  const measured = new Set(series.flatMap(({ rows }) => rows.map(({ condition }) => condition)));
  const conditions = ROBUSTNESS_CONDITIONS.filter((condition) => measured.has(condition));
  if (conditions.length === 0) return '';
  const classes = new Set(evaluations.filter(({ robustness }) => robustness).map(({ config }) => config.labels.length));
  const [only] = [...classes];
  const chance = classes.size === 1 ? { chance: 1 / only! } : {};
  const figures = conditions.map(
    (condition) => html`<figure>${markup(robustnessSvg({ condition, series, ...chance }))}</figure>`,
  );
  return html`<section>
<h2>Robustness</h2>
<p>The same clips under corruptions. Each clip meets the same noise, voices and room at every strength.</p>
<div class="figures thirds">${figures}</div>
<details><summary>The numbers, UAR in per cent</summary>${numbers(series)}</details>
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
  return table(
    [
      { title: 'Condition' },
      { title: 'Value', numeric: true },
      ...series.map(({ name }) => ({ title: name, numeric: true })),
    ],
    rows,
  );
}
