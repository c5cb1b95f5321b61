import { invalidArgument } from '@ser/core';
import { intervalSvg } from '../charts/table/interval-svg.js';
import { interval, points } from '../drawing/format.js';
import type { ReportComparison } from './comparison/comparison.js';
import { comparisonSection } from './comparison/comparison-section.js';
import { sideBySide } from './comparison/side-by-side.js';
import { htmlDocument } from './document/document.js';
import { type Content, html, type Markup, markup, numeric, table } from './document/html.js';
import { type ReportEvaluation, warningsOf } from './evaluation/evaluation.js';
import { evaluationSection } from './evaluation/evaluation-section.js';
import { robustnessSection } from './evaluation/robustness-section.js';

/** Options of {@link reportHtml}. */
export interface Report {
  readonly title: string;
  /** Date and program, e.g. `2026-03-01, ser 0.1.0`. */
  readonly generated: string;
  /** Paragraphs under the title. */
  readonly intro?: readonly string[] | undefined;
  /** The evaluated models, in the order of the table. */
  readonly evaluations: readonly ReportEvaluation[];
  /** Comparisons of pairs, in the given order. */
  readonly comparisons?: readonly ReportComparison[] | undefined;
}

const TERMS: readonly (readonly [string, string])[] = [
  ['UAR', 'Unweighted average recall: the mean of the recalls of all emotions. Guessing reaches 1 / emotions.'],
  ['95 % interval', 'The range in which the figure would lie with other speakers: a bootstrap over the test speakers.'],
  ['WAR', 'Weighted average recall: the share of clips recognized, also called accuracy. It favors common emotions.'],
  ['Macro-F1', 'The mean over emotions of the harmonic mean of recall and precision.'],
  ['ECE', 'Expected calibration error: the mean distance between confidence and accuracy.'],
  [
    'Temperature scaling',
    'A factor that makes confidence match accuracy, fitted on held-out training speakers. It changes no prediction.',
  ],
  [
    'Speaker adaptation',
    'none: features are normalized with statistics of the training part only. speaker: with statistics of each speaker\u2019s own unlabeled clips. enrolled: shifted by a few neutral clips of each speaker, which are not evaluated. Do not compare figures of different kinds.',
  ],
  [
    'McNemar p',
    'The probability of such a difference in correct clips if the two models are equally good. Clips of one speaker are not independent, so the interval over speakers weighs more.',
  ],
  ['Protocol', 'Defines which clips train and which test. Speaker-independent protocols test on unseen speakers.'],
];

const COLUMNS = [
  ...['Model', 'Corpus', 'Protocol'].map((title) => ({ title })),
  ...['UAR', '95 % interval'].map(numeric),
  { title: 'Plot' },
  ...['WAR', 'Macro-F1', 'ECE', 'Clips', 'Speakers'].map(numeric),
];

const summaryRow = ({ name, config, metrics }: ReportEvaluation): Content[] => [
  name,
  config.corpus,
  config.protocol,
  html`<strong>${points(metrics.uar.value)}</strong>`,
  interval(metrics.uar.ci95),
  metrics.uar.ci95 ? markup(intervalSvg(metrics.uar.value, metrics.uar.ci95, 1 / config.labels.length)) : '',
  points(metrics.war.value),
  points(metrics.macroF1.value),
  points(metrics.ece.value),
  metrics.utterances,
  metrics.speakers,
];

const summary = (evaluations: readonly ReportEvaluation[]): Markup => table(COLUMNS, evaluations.map(summaryRow));

const KINDS = [
  ['none', 'Without speaker adaptation'],
  ['speaker', 'Normalized with the test speakers\u2019 own clips'],
  ['enrolled', 'Enrolled from neutral clips of the test speakers'],
] as const;

/** Writes one table for each kind of speaker adaptation, since figures of different kinds cannot be compared. */
function summaries(evaluations: readonly ReportEvaluation[]): Content {
  const kindOf = ({ config }: ReportEvaluation) => config.speakerAdaptation ?? 'none';
  if (evaluations.every((evaluation) => kindOf(evaluation) === 'none')) return summary(evaluations);
  return KINDS.flatMap(([kind, heading]) => {
    const own = evaluations.filter((evaluation) => kindOf(evaluation) === kind);
    return own.length > 0 ? [html`<h3>${heading}</h3>${summary(own)}`] : [];
  });
}

/**
 * Returns one HTML file about evaluated models: a table of their figures with intervals, and for each model its
 * warnings, confusion matrix, recall by emotion and by speaker, training curves, calibration before and after
 * temperature scaling, predictions and configuration. Comparisons and robustness are added if given. Style and plots
 * are inside the file; it loads nothing and runs no scripts.
 *
 * @throws SerError `INVALID_ARGUMENT` for an empty list of evaluations, or for figures that cannot be drawn.
 * @example
 * reportHtml({ title: 'EMO-DB', generated: '2026-03-01', evaluations: [{ name: 'cnn', config, metrics }] });
 * // '<!doctype html>\n<html lang="en">…'
 */
export function reportHtml({ title, generated, intro = [], evaluations, comparisons = [] }: Report): string {
  if (evaluations.length === 0) throw invalidArgument('evaluations', evaluations, 'a list of at least one evaluation');
  const shared = [...new Set(evaluations.flatMap(warningsOf))];
  const [a, b, ...others] = evaluations;
  const pair = a && b && others.length === 0 ? ([a, b] as const) : undefined;
  const sections = evaluations.map(evaluationSection);
  const body = html`${intro.map((paragraph) => html`<p>${paragraph}</p>`)}
<section>
<h2>Results, in percent</h2>
${shared.map((warning) => html`<p class="warning">${warning}</p>`)}
${summaries(evaluations)}
</section>
${comparisonSection(comparisons)}
${robustnessSection(evaluations)}
${pair ? html`${sideBySide(pair)}<div class="pair">${sections}</div>` : sections}
<section>
<h2>Glossary</h2>
<dl class="terms">${TERMS.map(([term, meaning]) => html`<dt>${term}</dt><dd>${meaning}</dd>`)}</dl>
</section>`;
  return htmlDocument({ title, subtitle: generated, body, isWide: pair !== undefined });
}
