import type { Estimate } from '@ser/core';
import { interval, percent, points } from '../../drawing/format.js';
import { type Content, html, type Markup, markup, numeric, table } from '../document/html.js';
import { confidenceOf } from './answers.js';
import { headingOf, type ReportEvaluation, warningsOf } from './evaluation.js';
import { mistakesPart } from './mistakes-section.js';
import { plotTables } from './plot-tables.js';
import { evaluationPlots, type NamedPlot } from './plots.js';

const figure = (svg: string): Markup => html`<figure tabindex="0">${markup(svg)}</figure>`;

const warnings = (evaluation: ReportEvaluation): Markup[] =>
  warningsOf(evaluation).map((warning) => html`<p class="warning">${warning}</p>`);

const GRIDS: Readonly<Record<NamedPlot['part'], string>> = {
  classes: 'figures',
  speakers: 'figures',
  training: 'figures',
  confidence: 'figures thirds',
  embeddings: 'figures thirds',
  robustness: 'figures thirds',
};
const HEADINGS: Partial<Record<NamedPlot['part'], readonly [title: string, note: string]>> = {
  embeddings: [
    'Embeddings of the test clips',
    'The input of the last layer in two dimensions, by principal component analysis. Each fold has its own network, so distances hold within a map only.',
  ],
};
/** Parts whose plots share a row. */
const ROWS: readonly (readonly NamedPlot['part'][])[] = [
  ['classes'],
  ['speakers', 'training'],
  ['confidence'],
  ['embeddings'],
];

/** Writes the plots; robustness has its own section, in which all models share each plot. */
function figures(evaluation: ReportEvaluation): Markup[] {
  const plots = evaluationPlots(evaluation);
  return ROWS.flatMap((parts) => {
    const own = plots.filter(({ part }) => parts.includes(part));
    if (own.length === 0) return [];
    const [heading, note] = HEADINGS[parts[0]!] ?? [];
    const title = heading === undefined ? '' : html`<h3>${heading}</h3><p class="muted">${note!}</p>`;
    return [html`${title}<div class="${GRIDS[parts[0]!]}">${own.map(({ svg }) => figure(svg))}</div>`];
  });
}

const perClassTable = ({ metrics }: ReportEvaluation): Markup =>
  table(
    [{ title: 'Emotion' }, numeric('Recall'), numeric('Precision'), numeric('F1'), numeric('Clips')],
    metrics.perClass.map(({ label, recall, precision, f1, support }) => [
      label,
      ...[recall, precision, f1].map(points),
      support,
    ]),
  );

function speakersTable({ metrics }: ReportEvaluation): Content {
  const { perSpeaker = [] } = metrics;
  if (perSpeaker.length < 2) return '';
  return html`<details><summary>The ${perSpeaker.length} speakers</summary>${table(
    [{ title: 'Speaker' }, numeric('Clips'), numeric('UAR'), numeric('WAR'), numeric('Macro-F1')],
    perSpeaker.map(({ speaker, utterances, uar, war, macroF1 }) => [
      speaker,
      utterances,
      ...[uar, war, macroF1].map(points),
    ]),
  )}</details>`;
}

function foldsTable({ metrics }: ReportEvaluation): Content {
  const { folds = [] } = metrics;
  if (folds.length < 2) return '';
  return html`<details><summary>The ${folds.length} folds</summary>${table(
    [{ title: 'Fold' }, numeric('Clips'), numeric('UAR'), numeric('WAR'), numeric('Macro-F1'), numeric('ECE')],
    folds.map(({ name, utterances, uar, war, macroF1, ece }) => [
      name,
      utterances,
      ...[uar, war, macroF1, ece].map(points),
    ]),
  )}</details>`;
}

function predictionsTable({ predictions = [] }: ReportEvaluation): Content {
  if (predictions.length === 0) return '';
  const wrong = predictions.filter(({ truth, predicted }) => truth !== predicted).length;
  return html`<details><summary>All ${predictions.length} predictions, ${wrong} wrong</summary>${table(
    [
      { title: 'Clip' },
      { title: 'Speaker' },
      { title: 'Fold' },
      { title: 'True' },
      { title: 'Predicted' },
      numeric('Confidence'),
    ],
    predictions.map((prediction) => [
      prediction.id,
      prediction.speaker,
      prediction.fold,
      prediction.truth,
      prediction.truth === prediction.predicted
        ? prediction.predicted
        : html`<span class="wrong">${prediction.predicted}</span>`,
      percent(confidenceOf(prediction)),
    ]),
  )}</details>`;
}

function calibrationFact({ metrics: { ece, eceUncalibrated }, folds = [] }: ReportEvaluation): string {
  if (eceUncalibrated === undefined || !folds.some(({ temperature }) => temperature !== 1)) return withInterval(ece);
  return `${withInterval(ece)}, ${points(eceUncalibrated)} before temperature scaling`;
}

const agreedFact = ({ uar, utterances }: NonNullable<ReportEvaluation['metrics']['agreed']>): string =>
  `${withInterval(uar)}, ${utterances} clips`;

const withInterval = ({ value, ci95 }: Estimate): string =>
  ci95 === undefined ? points(value) : `${points(value)} (${interval(ci95)})`;

function environmentList({ config: { environment = {} } }: ReportEvaluation): Content {
  const facts = Object.entries(environment);
  if (facts.length === 0) return '';
  return html`<details><summary>Environment</summary>
<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></details>`;
}

/** Writes one evaluated model: figures, warnings, plots, tables, configuration. */
export function evaluationSection(evaluation: ReportEvaluation): Markup {
  const { config, metrics } = evaluation;
  const facts: readonly (readonly [string, Content])[] = [
    ['UAR', withInterval(metrics.uar)],
    ['WAR', withInterval(metrics.war)],
    ['Macro-F1', withInterval(metrics.macroF1)],
    ['ECE', calibrationFact(evaluation)],
    ...(metrics.agreed ? [['UAR where listeners agree', agreedFact(metrics.agreed)] as const] : []),
    ['Corpus', config.corpus],
    ['Protocol', config.protocol],
    ['Test clips', metrics.utterances],
    ['Test speakers', metrics.speakers],
    ['Speaker adaptation', config.speakerAdaptation ?? 'none'],
    ...(config.candidates === undefined ? [] : ([['Recipes evaluated on these folds', config.candidates]] as const)),
  ];
  return html`<section>
<h2>${headingOf(evaluation)}</h2>
${warnings(evaluation)}
<dl>${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
${figures(evaluation)}
<h3>By emotion, in percent</h3>
${perClassTable(evaluation)}
${mistakesPart(evaluation)}
${plotTables(evaluation)}
${speakersTable(evaluation)}
${foldsTable(evaluation)}
${predictionsTable(evaluation)}
${environmentList(evaluation)}
<details><summary>Configuration</summary><pre tabindex="0">${JSON.stringify(config, undefined, 2)}</pre></details>
</section>`;
}
