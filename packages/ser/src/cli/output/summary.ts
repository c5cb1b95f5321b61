import type { Estimate } from '@ser/core';
import { type Run, runTitle, type SeededRuns, type SeedsSummary } from '@ser/experiments';
import { warningsOf } from '@ser/report';
import type { AgreedScores } from '@ser/training';
import { formatPercent, formatTable } from './terminal.js';

const interval = ([low, high]: readonly [number, number]): string =>
  `${(100 * low).toFixed(1)} – ${formatPercent(high)}`;

/** Formats the interval of a figure, e.g. `61.8 – 75.8 %`. */
export const formatInterval = ({ ci95 }: Estimate): string => (ci95 ? interval(ci95) : 'not known');

/** Returns what limits the figures of an evaluation. */
export const warningsAbout = (run: Run): string[] => warningsOf({ config: run.config, warnings: run.config.limits });

/** Describes the test speakers of a run: whether they are unseen, and how features are adapted to them. */
function speakersOf({ speakerAdaptation, enrollmentClips, speakerIndependent }: Run['config'], count: number): string {
  const speakers = count === 1 ? 'speaker' : 'speakers';
  if (!speakerIndependent) return speakers;
  const adaptation = {
    none: '',
    enrolled: `, each enrolled from ${enrollmentClips} neutral ${enrollmentClips === 1 ? 'clip' : 'clips'}`,
    speaker: ', each normalized with their own clips',
  };
  return `unseen ${speakers}${adaptation[speakerAdaptation]}`;
}

/** Maximum number of folds that are listed: directions such as `OAF to YAF`, not a list of speakers. */
const FEW_FOLDS = 3;

/** Formats the UAR of each fold and their mean, if there are two or three folds. */
function formatFolds({ folds, overFolds }: Run['metrics']): string[] {
  if (folds.length < 2 || folds.length > FEW_FOLDS) return [];
  const rows = folds.map(({ name, uar, utterances }) => [`  ${name}`, formatPercent(uar), `of ${utterances}`]);
  return ['UAR of each fold', formatTable([...rows, ['  mean', formatPercent(overFolds.uar.mean)]])];
}

const agreedRow = ({ uar, utterances }: AgreedScores): string[] => [
  '  UAR where listeners agree',
  formatPercent(uar.value),
  `95 % interval ${formatInterval(uar)}; the ${utterances} utterances in which most heard the intended emotion`,
];

/** Formats one evaluation: figures, UAR of few folds, recall of each class, warnings. */
export function formatEvaluation(result: Run): string {
  const { config, metrics } = result;
  const title = `${runTitle(config)} on ${config.corpus}, protocol ${config.protocol}: ${metrics.utterances} utterances of ${metrics.speakers} ${speakersOf(config, metrics.speakers)}`;
  const figures = formatTable([
    [
      '  UAR',
      formatPercent(metrics.uar.value),
      `95 % interval over speakers ${formatInterval(metrics.uar)}; chance ${formatPercent(1 / metrics.labels.length)}`,
    ],
    ['  WAR', formatPercent(metrics.war.value)],
    ['  macro-F1', formatPercent(metrics.macroF1.value)],
    ['  ECE', formatPercent(metrics.ece.value)],
    ...(metrics.agreed ? [agreedRow(metrics.agreed)] : []),
  ]);
  const recalls = formatTable(
    metrics.perClass.map(({ label, recall, support }) => [`  ${label}`, formatPercent(recall), `of ${support}`]),
  );
  const folds = formatFolds(metrics);
  return [title, figures, ...folds, 'Recall of each class', recalls, ...warningsAbout(result)].join('\n');
}

/** `53.1 ± 3.9 %` from fractions. */
const formatSpread = ({ mean, sd }: SeedsSummary['uar']): string => `${(100 * mean).toFixed(1)} ± ${formatPercent(sd)}`;

/** Describes the spread of figures over seeds, in a sentence. */
export const describeSeeds = ({ seeds, uar, war, macroF1, ci95 }: SeedsSummary): string =>
  `Mean ± standard deviation over ${seeds.length} seeds: UAR ${formatSpread(uar)} (95 % interval over speakers ${interval(ci95)}), WAR ${formatSpread(war)}, macro-F1 ${formatSpread(macroF1)}.`;

/** Formats the runs of several seeds: mean and deviation of the figures, then one line for each seed. */
export function formatSeeds({ runs, summary }: SeededRuns): string {
  const [first] = runs as [Run];
  const { config, metrics } = first;
  const title = `${runTitle(config)} on ${config.corpus}, protocol ${config.protocol}, ${runs.length} seeds: mean ± standard deviation`;
  const figures = formatTable([
    [
      '  UAR',
      formatSpread(summary.uar),
      `95 % interval over speakers ${interval(summary.ci95)}; chance ${formatPercent(1 / metrics.labels.length)}`,
    ],
    ['  WAR', formatSpread(summary.war)],
    ['  macro-F1', formatSpread(summary.macroF1)],
    ['  ECE', formatSpread(summary.ece)],
  ]);
  const rows = runs.map((run) => [
    `  ${run.config.seed}`,
    formatPercent(run.metrics.uar.value),
    formatPercent(run.metrics.war.value),
    formatPercent(run.metrics.macroF1.value),
    formatPercent(run.metrics.ece.value),
  ]);
  const table = formatTable([['  seed', 'UAR', 'WAR', 'macro-F1', 'ECE'], ...rows]);
  return [title, figures, table, ...warningsAbout(first)].join('\n');
}

/** Formats several evaluations on one corpus, one line for each. */
export function formatComparison(results: readonly Run[]): string {
  const rows = results.map(({ config, metrics }) => [
    runTitle(config),
    formatPercent(metrics.uar.value),
    formatInterval(metrics.uar),
    formatPercent(metrics.war.value),
    formatPercent(metrics.macroF1.value),
  ]);
  const [first] = results;
  return [
    formatTable([['model', 'UAR', '95 % interval', 'WAR', 'macro-F1'], ...rows]),
    ...(first ? warningsAbout(first) : []),
  ].join('\n');
}
