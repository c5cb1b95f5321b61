import { type Run, runTitle, type SeededRuns, type SeedsSummary } from '@ser/experiments';
import { warningsOf } from '@ser/report';
import { formatPercent, formatTable } from './terminal.js';

const interval = ([low, high]: readonly [number, number]): string =>
  `${(100 * low).toFixed(1)} – ${formatPercent(high)}`;

/** What a reader must know before believing an evaluation. */
export const warningsAbout = (run: Run): string[] => warningsOf(run);

/** What test speakers are to a model: strangers whom it has never heard, unless something is known of them. */
function speakersOf({ normalization, enrollmentClips, speakerIndependent }: Run['config']): string {
  if (!speakerIndependent) return 'speakers';
  const known = {
    plain: '',
    enrolled: `, each enrolled by ${enrollmentClips} neutral ${enrollmentClips === 1 ? 'clip' : 'clips'}`,
    speaker: ', each normalized by their own clips',
  };
  return `unseen speakers${known[normalization]}`;
}

/** Folds that are few enough to be told one by one: directions such as `OAF to YAF`, not a list of speakers. */
const FEW_FOLDS = 3;

/** UAR of each fold and their mean, where there are two or three. */
function formatFolds({ folds, overFolds }: Run['metrics']): string[] {
  if (folds.length < 2 || folds.length > FEW_FOLDS) return [];
  const rows = folds.map(({ name, uar, utterances }) => [`  ${name}`, formatPercent(uar), `of ${utterances}`]);
  return ['UAR of each fold', formatTable([...rows, ['  mean', formatPercent(overFolds.uar.mean)]])];
}

/** One evaluation in full: figures, UAR of few folds, recall of each class, warnings. */
export function formatEvaluation(result: Run): string {
  const { config, metrics } = result;
  const title = `${runTitle(config)} on ${config.corpus}, protocol ${config.protocol}: ${metrics.utterances} utterances of ${metrics.speakers} ${speakersOf(config)}`;
  const figures = formatTable([
    [
      '  UAR',
      formatPercent(metrics.uar),
      `95 % interval over speakers ${interval(metrics.ci95)}; chance ${formatPercent(1 / metrics.labels.length)}`,
    ],
    ['  WAR', formatPercent(metrics.war)],
    ['  macro-F1', formatPercent(metrics.macroF1)],
    ['  ECE', formatPercent(metrics.ece)],
  ]);
  const recalls = formatTable(
    metrics.perClass.map(({ label, recall, support }) => [`  ${label}`, formatPercent(recall), `of ${support}`]),
  );
  const folds = formatFolds(metrics);
  return [title, figures, ...folds, 'Recall of each class', recalls, ...warningsAbout(result)].join('\n');
}

/** `53.1 ± 3.9 %` from fractions. */
const formatSpread = ({ mean, sd }: SeedsSummary['uar']): string => `${(100 * mean).toFixed(1)} ± ${formatPercent(sd)}`;

/** How the figures of one recipe vary with the seed, in a sentence. */
export const describeSeeds = ({ seeds, uar, war, macroF1, ci95 }: SeedsSummary): string =>
  `Mean ± standard deviation over ${seeds.length} seeds: UAR ${formatSpread(uar)} (95 % interval over speakers ${interval(ci95)}), WAR ${formatSpread(war)}, macro-F1 ${formatSpread(macroF1)}.`;

/** One recipe judged with several seeds: mean and deviation of the figures, then a line each. */
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
    formatPercent(run.metrics.uar),
    formatPercent(run.metrics.war),
    formatPercent(run.metrics.macroF1),
    formatPercent(run.metrics.ece),
  ]);
  const table = formatTable([['  seed', 'UAR', 'WAR', 'macro-F1', 'ECE'], ...rows]);
  return [title, figures, table, ...warningsAbout(first)].join('\n');
}

/** Several evaluations on the same corpus, one line each. */
export function formatComparison(results: readonly Run[]): string {
  const rows = results.map(({ config, metrics }) => [
    runTitle(config),
    formatPercent(metrics.uar),
    interval(metrics.ci95),
    formatPercent(metrics.war),
    formatPercent(metrics.macroF1),
  ]);
  const [first] = results;
  return [
    formatTable([['model', 'UAR', '95 % interval', 'WAR', 'macro-F1'], ...rows]),
    ...(first ? warningsAbout(first) : []),
  ].join('\n');
}
