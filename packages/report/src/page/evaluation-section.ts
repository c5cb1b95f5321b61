import type { Estimate } from '@ser/core';
import { confusionMatrixSvg } from '../charts/confusion-matrix-svg.js';
import { perClassBarsSvg } from '../charts/per-class-bars-svg.js';
import { reliabilityDiagramSvg } from '../charts/reliability-diagram-svg.js';
import { riskCoverageSvg } from '../charts/risk-coverage-svg.js';
import { trainingCurvesSvg } from '../charts/training-curves-svg.js';
import { interval, percent, points } from '../drawing/format.js';
import { headingOf, type PredictedUtterance, type ReportEvaluation, warningsOf } from './evaluation.js';
import { type Content, html, type Markup, markup, numeric, table } from './html.js';

const figure = (svg: string): Markup => html`<figure>${markup(svg)}</figure>`;

const warnings = (evaluation: ReportEvaluation): Markup[] =>
  warningsOf(evaluation).map((warning) => html`<p class="warning">${warning}</p>`);

const confidence = ({ probabilities }: PredictedUtterance): number => Math.max(...probabilities);

/** Returns the confidence before temperature scaling with T, which scaling with 1 / T undoes. */
function confidenceBefore({ probabilities }: PredictedUtterance, temperature: number): number {
  const highest = Math.max(...probabilities);
  return 1 / probabilities.reduce((sum, p) => sum + (p / highest) ** temperature, 0);
}

/** Draws the calibration and, if temperatures changed it, the calibration before scaling. */
function reliability({ metrics, predictions = [], folds = [] }: ReportEvaluation): Markup[] {
  if (predictions.length === 0) return [];
  const correct = ({ truth, predicted }: PredictedUtterance): boolean => truth === predicted;
  const scaled = folds.some(({ temperature }) => temperature !== 1);
  const diagram = (
    title: string,
    ece: number | undefined,
    confidenceOf: (prediction: PredictedUtterance) => number,
  ): Markup =>
    figure(
      reliabilityDiagramSvg({
        title,
        answers: predictions.map((prediction) => ({
          confidence: confidenceOf(prediction),
          correct: correct(prediction),
        })),
        ece,
      }),
    );
  if (!scaled) return [diagram('Calibration', metrics.ece.value, confidence)];
  const temperatures = new Map(folds.map(({ name, temperature }) => [name, temperature]));
  return [
    diagram('Before calibration', metrics.eceUncalibrated, (prediction) =>
      confidenceBefore(prediction, temperatures.get(prediction.fold) ?? 1),
    ),
    diagram('After calibration', metrics.ece.value, confidence),
  ];
}

/** Draws the error rate among the most confident predictions. */
function coverage({ predictions = [] }: ReportEvaluation): Markup[] {
  if (predictions.length === 0) return [];
  const answers = predictions.map((prediction) => ({
    confidence: confidence(prediction),
    correct: prediction.truth === prediction.predicted,
  }));
  return [figure(riskCoverageSvg({ answers }))];
}

function figures(evaluation: ReportEvaluation): Markup {
  const { name, config, metrics, histories = [] } = evaluation;
  const { labels } = config;
  const series = histories
    .map(({ epochs }, index) => ({ name: metrics.folds?.[index]?.name ?? `run ${index + 1}`, epochs }))
    .filter(({ epochs }) => epochs.length > 0);
  const curves = series.length > 0 ? [figure(trainingCurvesSvg({ series, chance: 1 / labels.length }))] : [];
  const confidences = [...reliability(evaluation), ...coverage(evaluation)];
  const rows = [curves, confidences].filter((row) => row.length > 0);
  return html`<div class="figures">
${figure(confusionMatrixSvg({ labels, matrix: metrics.confusion, title: `Confusion, ${name}` }))}
${figure(perClassBarsSvg({ perClass: metrics.perClass }))}
</div>
${rows.map((row) => html`<div class="figures thirds">${row}</div>`)}`;
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
      percent(confidence(prediction)),
    ]),
  )}</details>`;
}

function calibrationFact({ metrics: { ece, eceUncalibrated }, folds = [] }: ReportEvaluation): string {
  if (eceUncalibrated === undefined || !folds.some(({ temperature }) => temperature !== 1)) return withInterval(ece);
  return `${withInterval(ece)}, ${points(eceUncalibrated)} before temperature scaling`;
}

const withInterval = ({ value, ci95 }: Estimate): string =>
  ci95 === undefined ? points(value) : `${points(value)} (${interval(ci95)})`;

/** Writes one evaluated model: figures, warnings, plots, tables, configuration. */
export function evaluationSection(evaluation: ReportEvaluation): Markup {
  const { config, metrics } = evaluation;
  const facts: readonly (readonly [string, Content])[] = [
    ['UAR', withInterval(metrics.uar)],
    ['WAR', withInterval(metrics.war)],
    ['Macro-F1', withInterval(metrics.macroF1)],
    ['ECE', calibrationFact(evaluation)],
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
${speakersTable(evaluation)}
${foldsTable(evaluation)}
${predictionsTable(evaluation)}
<details><summary>Configuration</summary><pre>${JSON.stringify(config, undefined, 2)}</pre></details>
</section>`;
}
