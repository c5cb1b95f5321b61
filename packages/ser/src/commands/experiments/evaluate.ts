import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { SerError } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { formatAudit } from '@ser/datasets';
import { flatMetrics, openStudy, type Run, type SeededRuns, type Study } from '@ser/experiments';
import { MODEL_KINDS } from '@ser/models';
import { availableThreads } from '@ser/training';
import { openCheckpoints } from '../../cli/experiment/checkpoints.js';
import { noteCorpus } from '../../cli/experiment/corpus-notes.js';
import { encoderFor } from '../../cli/experiment/encoder-file.js';
import { describeEnvironment } from '../../cli/experiment/environment.js';
import { EXPERIMENT_FILE, experimentOf, experimentText } from '../../cli/experiment/experiment-file.js';
import { EXPERIMENT_OPTIONS, modelKind } from '../../cli/experiment/experiment-options.js';
import { interruptible } from '../../cli/interrupt.js';
import { OPTIONS, outFolder } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { assertOutputFolder, resultFolder } from '../../cli/output/output-folder.js';
import { describeSeeds, formatEvaluation, formatSeeds, warningsAbout } from '../../cli/output/summary.js';
import { writePlots, writeReport } from '../../cli/report/write-report.js';
import { evaluateUnseenCorpora } from './evaluate-unseen.js';

/** The protocol of finished models on corpora that they have not seen. */
const UNSEEN = 'unseen';

/** Figures over several seeds. */
const SEEDS_FILE = 'seeds.json';

/** `ser evaluate --corpus emodb --protocol loso --model lstm` */
export const command = () =>
  new Command()
    .addOption(EXPERIMENT_OPTIONS.config())
    .addOption(OPTIONS.corpus())
    .addOption(OPTIONS.data())
    .option(
      '--model <kind>',
      `${MODEL_KINDS.join(', ')} (default: cnn); with --protocol unseen: open, research or a model folder`,
    )
    .addOption(OPTIONS.seed())
    .addOption(OPTIONS.set())
    .addOption(EXPERIMENT_OPTIONS.protocol())
    .addOption(EXPERIMENT_OPTIONS.initial())
    .addOption(EXPERIMENT_OPTIONS.speakerAdaptation())
    .addOption(EXPERIMENT_OPTIONS.epochs())
    .addOption(OPTIONS.encoder())
    .addOption(OPTIONS.cache())
    .addOption(OPTIONS.noCache())
    .addOption(EXPERIMENT_OPTIONS.folds())
    .addOption(EXPERIMENT_OPTIONS.seeds().conflicts('seed'))
    .addOption(OPTIONS.threads())
    .addOption(OPTIONS.strict())
    .addOption(OPTIONS.resume())
    .addOption(OPTIONS.quiet())
    .addOption(OPTIONS.json())
    .addOption(OPTIONS.jsonLines())
    .addOption(outFolder('folder for the results (default: results/<corpus>-<protocol>-<model>)'))
    .action(async ({ cache, threads = availableThreads(), epochs, folds, seeds, resume, model, ...options }) => {
      if (options.protocol === UNSEEN) return evaluateUnseenCorpora({ ...options, model });
      const kind = model === undefined ? undefined : modelKind(model);
      const described = await experimentOf({ ...options, model: kind });
      const output = commandOutput(options);
      const { onProgress } = output.watch;
      await interruptible(async (signal, advise) => {
        const study = await openStudy(seeds ? { ...described, seed: seeds[0]! } : described, {
          ...{ data: options.data, threads, signal, onProgress, environment: describeEnvironment() },
          cache: cache || undefined,
          encoder: encoderFor(described, options),
          strict: options.strict,
        });
        study.check();
        const { experiment, corpus } = study;
        const name = resultFolder(corpus.name, experiment.protocol, experiment.model.kind, experiment);
        const out = options.out ?? (seeds ? `${name}-seeds` : name);
        const mark = seeds ? SEEDS_FILE : 'metrics.json';
        assertOutputFolder('--out', out, mark);
        const work = { experiment, seeds, epochs, folds, utterances: corpus.utterances.length };
        const checkpoints = await openCheckpoints(out, work, { resume, mark }, output);
        advise(checkpoints.hint);
        try {
          const audit = await study.audit;
          noteCorpus(study, output);
          output.note(`Leak audit of ${experiment.protocol}: ${formatAudit(audit)}`, { audit });
          const limits = { epochs, folds, checkpoints: checkpoints.store };
          const { first, text, data } = seeds
            ? await writeSeeds(out, study, await study.evaluate({ ...limits, seeds }))
            : await writeOne(out, study, await study.evaluate(limits));
          await checkpoints.clear();
          const { protocol, model } = experiment;
          const about = { out, corpus: corpus.name, protocol, model: model.kind, partial: first.config.partial };
          output.result(text, { ...about, warnings: warningsAbout(first), ...data });
        } finally {
          checkpoints.release();
        }
      });
    });

/** The first run, and what is printed: text for people, data for programs. */
interface Printed {
  readonly first: Run;
  readonly text: string;
  readonly data: object;
}

async function writeOne(out: string, { corpus, experiment }: Study, run: Run): Promise<Printed> {
  await run.write(out);
  await writePlots(out, run);
  await writeReport(join(out, 'report.html'), [run], { corpora: [corpus] });
  // The experiment that ran: with the epochs and the seed of the command line.
  const { training, seed } = run.config;
  await writeFiles(out, { [EXPERIMENT_FILE]: experimentText({ ...experiment, training, seed }) });
  return {
    first: run,
    text: `${formatEvaluation(run)}\n\nWritten to ${out}: report.html, metrics.json, predictions.csv, config.json`,
    data: { metrics: flatMetrics(run.metrics) },
  };
}

/** Writes each run into the folder `seed-<n>`, next to what they have in common. */
async function writeSeeds(out: string, study: Study, { runs, summary }: SeededRuns): Promise<Printed> {
  const [first] = runs;
  if (!first) throw new SerError('INVALID_ARGUMENT', '--seeds names no seed');
  for (const run of runs) await writeOne(join(out, `seed-${run.config.seed}`), study, run);
  await writeReport(join(out, 'report.html'), runs, { corpora: [study.corpus], intro: [describeSeeds(summary)] });
  const { benchmark, protocol, warning, speakerAdaptation, model, partial } = first.config;
  const about = {
    ...{ corpus: study.corpus.name, benchmark, protocol, warning, speakerAdaptation },
    ...{ model: model.kind, partial },
  };
  await writeFiles(out, { [SEEDS_FILE]: `${JSON.stringify({ ...about, ...summary }, undefined, 2)}\n` });
  return {
    first,
    text: `${formatSeeds({ runs, summary })}\n\nWritten to ${out}: report.html, ${SEEDS_FILE}, and a folder seed-<n> for each seed`,
    data: summary,
  };
}
