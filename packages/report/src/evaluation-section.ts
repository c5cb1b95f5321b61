import { confusionMatrixSvg } from './confusion-matrix-svg.js';
import { type PredictedUtterance, type ReportEvaluation, warningsOf } from './evaluation.js';
import { percent, points } from './figures.js';
import { type Content, html, type Markup, markup, table } from './html.js';
import { perClassBarsSvg } from './per-class-bars-svg.js';
import { reliabilityDiagramSvg } from './reliability-diagram-svg.js';
import { trainingCurvesSvg } from './training-curves-svg.js';

const figure = (svg: string): Markup => html`<figure>${markup(svg)}</figure>`;

/** Warnings as paragraphs. */
const warnings = (evaluation: ReportEvaluation): Markup[] =>
  warningsOf(evaluation).map((warning) => html`<p class="warning">${warning}</p>`);

const confidence = ({ probabilities }: PredictedUtterance): number => Math.max(...probabilities);

function figures({ name, config, metrics, predictions = [], histories = [] }: ReportEvaluation): Markup {
  const { labels } = config;
  const series = histories
    .map(({ epochs }, index) => ({ name: metrics.folds?.[index]?.name ?? `run ${index + 1}`, epochs }))
    .filter(({ epochs }) => epochs.length > 0);
  const answers = predictions.map((prediction) => ({
    confidence: confidence(prediction),
    correct: prediction.truth === prediction.predicted,
  }));
  return html`<div class="figures">
${figure(confusionMatrixSvg({ labels, matrix: metrics.confusion, title: `Confusion, ${name}` }))}
${figure(perClassBarsSvg({ perClass: metrics.perClass }))}
</div>
<div class="figures uneven">
${series.length > 0 ? figure(trainingCurvesSvg({ series, chance: 1 / labels.length })) : ''}
${answers.length > 0 ? figure(reliabilityDiagramSvg({ answers, ece: metrics.ece })) : ''}
</div>`;
}

const numeric = (title: string): { title: string; numeric: true } => ({ title, numeric: true });

const perClassTable = ({ metrics }: ReportEvaluation): Markup =>
  table(
    [{ title: 'Emotion' }, numeric('Recall'), numeric('Precision'), numeric('F1'), numeric('Clips')],
    metrics.perClass.map(({ label, recall, precision, f1, support }) => [
      label,
      ...[recall, precision, f1].map(points),
      support,
    ]),
  );

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
  return html`<details><summary>All ${predictions.length} predictions, ${wrong} of them wrong</summary>${table(
    [
      { title: 'Clip' },
      { title: 'Speaker' },
      { title: 'Fold' },
      { title: 'Spoken' },
      { title: 'Recognised as' },
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
      percent(confidence(prediction)),
    ]),
  )}</details>`;
}

/** One evaluated model: facts, warnings, plots, tables, configuration. */
export function evaluationSection(evaluation: ReportEvaluation): Markup {
  const { name, config, metrics } = evaluation;
  const [low, high] = metrics.ci95;
  const facts: [string, Content][] = [
    ['UAR', `${points(metrics.uar)} (${points(low)} to ${points(high)})`],
    ['WAR', points(metrics.war)],
    ['Macro-F1', points(metrics.macroF1)],
    ['ECE', points(metrics.ece)],
    ['Corpus', config.corpus],
    ['Protocol', config.protocol],
    ['Test clips', metrics.utterances],
    ['Test speakers', metrics.speakers],
  ];
  return html`<section>
<h2>${name}</h2>
${warnings(evaluation)}
<dl>${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
${figures(evaluation)}
<h3>By emotion, in per cent</h3>
${perClassTable(evaluation)}
${foldsTable(evaluation)}
${predictionsTable(evaluation)}
<details><summary>Configuration</summary><pre>${JSON.stringify(config, undefined, 2)}</pre></details>
</section>`;
}
