import { invalidArgument } from '@ser/core';
import { comparisonSection, type ReportComparison } from './comparison-section.js';
import { type ReportEvaluation, warningsOf } from './evaluation.js';
import { evaluationSection } from './evaluation-section.js';
import { points } from './figures.js';
import { type Content, html, type Markup, markup, table } from './html.js';
import { intervalSvg } from './interval-svg.js';
import { REPORT_STYLE } from './report-style.js';
import { robustnessSection } from './robustness-section.js';

/** What {@link reportHtml} writes. */
export interface Report {
  title: string;
  /** When and by what it was made, e.g. `2026-03-01, ser 0.1.0`. */
  generated: string;
  /** Paragraphs under the title. */
  intro?: readonly string[];
  /** The models in the order of the table. */
  evaluations: readonly ReportEvaluation[];
  /** Pairs of them, compared; in the order given. */
  comparisons?: readonly ReportComparison[];
}

const TERMS: readonly (readonly [string, string])[] = [
  ['UAR', 'Unweighted average recall: the mean of the recalls of all emotions. Guessing reaches 1 / emotions.'],
  ['95 % interval', 'Where the UAR would lie with other speakers: a bootstrap over the test speakers.'],
  ['WAR', 'Weighted average recall: the share of clips recognized. Rewards guessing the common emotions.'],
  ['Macro-F1', 'The mean over emotions of the harmonic mean of recall and precision.'],
  ['ECE', 'Expected calibration error: how far confidence is from being right as often as it says.'],
  [
    'Temperature scaling',
    'Makes answers less or more sure, by a factor fitted on held-out training speakers. It changes no answer.',
  ],
  [
    'Normalization',
    'plain: by the training part alone. speaker: by each speaker\u2019s own unlabeled clips. enrolled: shifted by a few neutral clips of each speaker, which are not judged. Figures of different kinds answer different questions.',
  ],
  [
    'McNemar p',
    'How likely such a difference in right clips is between two models that are equally good. Clips of one speaker are not independent, so the interval over speakers counts more.',
  ],
  ['Protocol', 'Which clips are trained on and which are tested. Honest ones test on speakers never trained on.'],
];

function summary(evaluations: readonly ReportEvaluation[]): Markup {
  const columns = [
    'Model',
    'Corpus',
    'Protocol',
    'UAR',
    '95 % interval',
    '',
    'WAR',
    'Macro-F1',
    'ECE',
    'Clips',
    'Speakers',
  ];
  const left = new Set(['Model', 'Corpus', 'Protocol', '']);
  return table(
    columns.map((title) => ({ title, numeric: !left.has(title) })),
    evaluations.map(({ name, config, metrics }): Content[] => {
      const [low, high] = metrics.ci95;
      return [
        name,
        config.corpus,
        config.protocol,
        html`<strong>${points(metrics.uar)}</strong>`,
        `${points(low)} to ${points(high)}`,
        markup(intervalSvg(metrics.uar, metrics.ci95, 1 / config.labels.length)),
        ...[metrics.war, metrics.macroF1, metrics.ece].map(points),
        metrics.utterances,
        metrics.speakers,
      ];
    }),
  );
}

const KINDS = [
  ['plain', 'Nothing known of the test speakers'],
  ['speaker', 'Normalized by the test speakers\u2019 own clips'],
  ['enrolled', 'Enrolled by neutral clips of the test speakers'],
] as const;

/** A table for each kind of normalization: their figures are not to be mixed. */
function summaries(evaluations: readonly ReportEvaluation[]): Content {
  const kinds = KINDS.flatMap(([kind, heading]) => {
    const own = evaluations.filter(({ config }) => (config.normalization ?? 'plain') === kind);
    return own.length > 0 ? [{ heading, own }] : [];
  });
  if (evaluations.every(({ config }) => (config.normalization ?? 'plain') === 'plain')) return summary(evaluations);
  return kinds.map(({ heading, own }) => html`<h3>${heading}</h3>${summary(own)}`);
}

/**
 * One HTML file that shows evaluated models: a table of their figures with intervals, and for each the warnings that
 * belong to its protocol, confusion matrix, recall by emotion and by speaker, training curves, calibration before and
 * after temperature scaling, predictions and configuration; comparisons of pairs and robustness, where they are given.
 * Style and plots are inside; it loads nothing and runs no scripts.
 *
 * @throws SerError `INVALID_ARGUMENT` without evaluations, or for figures that cannot be drawn.
 */
export function reportHtml({ title, generated, intro = [], evaluations, comparisons = [] }: Report): string {
  if (evaluations.length === 0) throw invalidArgument('evaluations', evaluations, 'a list of at least one evaluation');
  const shared = [...new Set(evaluations.flatMap(warningsOf))];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${markup(REPORT_STYLE)}</style>
</head>
<body>
<main>
<header>
<h1>${title}</h1>
<p class="muted">${generated}</p>
${intro.map((paragraph) => html`<p>${paragraph}</p>`)}
</header>
<section>
<h2>Results, in per cent</h2>
${shared.map((warning) => html`<p class="warning">${warning}</p>`)}
${summaries(evaluations)}
</section>
${comparisonSection(comparisons)}
${robustnessSection(evaluations)}
${evaluations.map(evaluationSection)}
<section>
<h2>What the words mean</h2>
<dl class="terms">${TERMS.map(([term, meaning]) => html`<dt>${term}</dt><dd>${meaning}</dd>`)}</dl>
</section>
</main>
</body>
</html>
`.markup;
}
