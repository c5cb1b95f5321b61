import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { writeFiles } from '@ser/core/node';
import { type Corpus, formatAudit, type Split, speakersOf } from '@ser/datasets';
import {
  type FoldSelection,
  flatMetrics,
  openStudy,
  type RecipeSelection,
  type Run,
  type Study,
} from '@ser/experiments';
import { availableThreads } from '@ser/training';
import { candidatesOf } from '../../cli/experiment/candidates.js';
import { openCheckpoints } from '../../cli/experiment/checkpoints.js';
import { noteCorpus } from '../../cli/experiment/corpus-notes.js';
import { encoderFor } from '../../cli/experiment/encoder-file.js';
import { describeEnvironment } from '../../cli/experiment/environment.js';
import { EXPERIMENT_FILE, experimentOf, experimentText } from '../../cli/experiment/experiment-file.js';
import { EXPERIMENT_OPTIONS } from '../../cli/experiment/experiment-options.js';
import { interruptible } from '../../cli/interrupt.js';
import { OPTIONS, outFolder, wholeNumber } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { assertOutputFolder, resultFolder } from '../../cli/output/output-folder.js';
import { formatEvaluation, formatInterval, warningsAbout } from '../../cli/output/summary.js';
import { formatPercent, formatTable } from '../../cli/output/terminal.js';
import { writePlots, writeReport } from '../../cli/report/write-report.js';

const RANKING_FILE = 'ranking.json';
/** The candidates, complete, and the number of groups of training speakers. */
const CANDIDATES_FILE = 'candidates.json';

/** `ser select --config x.json --vary training.learningRate=1e-3,3e-4` */
export const command = () =>
  new Command()
    .addOption(EXPERIMENT_OPTIONS.vary())
    .option('--nested', 'evaluate the choice itself: each fold chooses by its own training speakers')
    .option('--fold <n>', 'without --nested: fold whose training part is used', wholeNumber('--fold', 1))
    .addOption(EXPERIMENT_OPTIONS.innerFolds())
    .addOption(EXPERIMENT_OPTIONS.config())
    .addOption(OPTIONS.corpus())
    .addOption(OPTIONS.data())
    .addOption(EXPERIMENT_OPTIONS.kind())
    .addOption(OPTIONS.seed())
    .addOption(OPTIONS.set())
    .addOption(EXPERIMENT_OPTIONS.protocol())
    .addOption(EXPERIMENT_OPTIONS.initial())
    .addOption(EXPERIMENT_OPTIONS.speakerAdaptation())
    .addOption(EXPERIMENT_OPTIONS.folds())
    .addOption(OPTIONS.encoder())
    .addOption(OPTIONS.cache())
    .addOption(OPTIONS.noCache())
    .addOption(OPTIONS.threads())
    .addOption(OPTIONS.strict())
    .addOption(OPTIONS.resume())
    .addOption(OPTIONS.quiet())
    .addOption(OPTIONS.json())
    .addOption(OPTIONS.jsonLines())
    .addOption(outFolder('folder for the results (default: results/<corpus>-<protocol>-select or -nested)'))
    .action(async ({ cache, threads = availableThreads(), nested = false, fold, folds, innerFolds, ...options }) => {
      const candidates = await candidatesOf(options);
      const base = await experimentOf(options);
      const output = commandOutput(options);
      const { onProgress } = output.watch;
      await interruptible(async (signal, advise) => {
        const study = await openStudy(base, {
          ...{ data: options.data, threads, signal, onProgress, environment: describeEnvironment() },
          cache: cache || undefined,
          encoder: encoderFor(base, options),
          strict: options.strict,
        });
        study.check(candidates.map((candidate) => candidate.experiment));
        const { corpus, experiment } = study;
        const { protocol } = experiment;
        const out = options.out ?? resultFolder(corpus.name, protocol, nested ? 'nested' : 'select', experiment);
        const mark = nested ? 'metrics.json' : RANKING_FILE;
        assertOutputFolder('--out', out, mark);
        const about = { protocol, innerFolds, candidates };
        const work = { ...about, nested, fold, folds, utterances: corpus.utterances.length };
        const checkpoints = await openCheckpoints(out, work, { resume: options.resume, mark }, output);
        advise(checkpoints.hint);
        try {
          const audit = await study.audit;
          noteCorpus(study, output);
          output.note(`Leak audit of ${protocol}: ${formatAudit(audit)}`, { audit });
          const shared = { innerFolds, checkpoints: checkpoints.store };
          const written = nested
            ? await writeNested(out, study, await study.select(candidates, { ...shared, nested, folds }), about)
            : await writeRanking(out, study, await study.select(candidates, { ...shared, fold }), { ...about, fold });
          await checkpoints.clear();
          output.result(written.text, { out, corpus: corpus.name, protocol, innerFolds, ...written.data });
        } finally {
          checkpoints.release();
        }
      });
    });

/** The result: text for people, data for programs. */
interface Printed {
  readonly text: string;
  readonly data: object;
}

interface About {
  readonly protocol: string;
  readonly innerFolds: number;
  readonly candidates: Parameters<Study['select']>[0];
}

async function writeNested(out: string, { corpus }: Study, run: Run, about: About): Promise<Printed> {
  await run.write(out);
  await writePlots(out, run);
  await writeReport(join(out, 'report.html'), [run], { corpora: [corpus] });
  await writeFiles(out, { [CANDIDATES_FILE]: `${JSON.stringify(about, undefined, 2)}\n` });
  const { partial, selection = [] } = run.config;
  return {
    text:
      `${formatEvaluation(run)}\n\n${formatChoices(selection)}\n\n` +
      `Written to ${out}: report.html, metrics.json, predictions.csv, config.json, ${CANDIDATES_FILE}`,
    data: {
      ...{ partial, warnings: warningsAbout(run), candidates: about.candidates.map(({ name }) => name) },
      chosen: selection.map(({ fold, name, ranking }) => ({ fold, name, ranking })),
      metrics: flatMetrics(run.metrics),
    },
  };
}

async function writeRanking(
  out: string,
  study: Study,
  selection: RecipeSelection,
  { protocol, innerFolds, candidates, fold = 1 }: About & { readonly fold?: number | undefined },
): Promise<Printed> {
  const split = await study.split;
  const best = candidates.find(({ name }) => name === selection.best.name)!.experiment;
  const { name } = split.folds[fold - 1]!;
  const about = { fold: name, ...rankingOf(selection) };
  await writeFiles(out, {
    [RANKING_FILE]: `${JSON.stringify({ corpus: study.corpus.name, protocol, innerFolds, ...about }, undefined, 2)}\n`,
    [EXPERIMENT_FILE]: experimentText({ ...best, protocol }),
  });
  return {
    text:
      `${formatSelection(selection)}\n${chosenBy(selection, study.corpus, split, name)}\n\n` +
      `Written to ${out}: ${RANKING_FILE}, ${EXPERIMENT_FILE}. Evaluate the best once: ser evaluate --config ${join(out, EXPERIMENT_FILE)}`,
    data: about,
  };
}

/** Returns the choice of each fold as lines. */
function formatChoices(selection: readonly FoldSelection[]): string {
  const candidates = selection[0]?.ranking.length ?? 0;
  const rows = selection.map(({ fold, name, ranking }) => [`  ${fold}`, name, formatPercent(ranking[0]!.uar)]);
  return [
    `The choice of each fold among ${candidates} ${candidates === 1 ? 'recipe' : 'recipes'}, with its UAR on training speakers`,
    formatTable(rows),
    'No test speaker influenced the choice. The figures above are those of choosing in this way, not of one recipe.',
  ].join('\n');
}

/** Returns the ranking as plain JSON. */
const rankingOf = ({ speakers, ranking }: RecipeSelection): object => ({
  speakers,
  ranking: ranking.map(({ candidate: { name }, metrics }) => {
    const { uar, ci95, war, macroF1, ece } = flatMetrics(metrics);
    return { name, uar, ci95, war, macroF1, ece };
  }),
});

function formatSelection({ ranking }: RecipeSelection): string {
  const rows = ranking.map(({ candidate, metrics }) => [
    candidate.name,
    formatPercent(metrics.uar.value),
    formatInterval(metrics.uar),
    formatPercent(metrics.war.value),
  ]);
  return formatTable([['recipe', 'UAR', '95 % interval', 'WAR'], ...rows]);
}

/** Returns on whom the choice was made, and on whom the recipe can no longer be evaluated. */
function chosenBy({ speakers }: RecipeSelection, corpus: Corpus, split: Split, fold: string): string {
  const others = split.folds.filter(({ name }) => name !== fold).flatMap(({ test }) => test);
  const tested = new Set(others);
  const used = speakersOf(corpus.utterances.filter(({ id }) => tested.has(id))).filter((one) => speakers.includes(one));
  const chosen = `Chosen on ${speakers.length} training speakers; the test part of fold ${fold} was not used. These figures are to choose by, not to publish.`;
  if (used.length === 0) return chosen;
  return `${chosen}\nOther folds test speakers that influenced this choice; only fold ${fold} is free of it. ser select --nested chooses again in each fold.`;
}
