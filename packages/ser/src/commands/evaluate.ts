import { join } from 'node:path';
import { SerError } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { type Corpus, protocolsFor, splitCorpus } from '@ser/datasets';
import {
  type CrossValidation,
  crossValidate,
  crossValidateSeeds,
  type Experiment,
  type SeededCrossValidations,
} from '@ser/experiments';
import { writeRun } from '@ser/experiments/node';
import { startBackend } from '@ser/models';
import { availableThreads, checkAugmentation, type Variants } from '@ser/training';
import type { CommandDef } from 'citty';
import { openCheckpoints } from '../checkpoints.js';
import { command } from '../command.js';
import { openCorpus } from '../corpora.js';
import { describeEnvironment } from '../environment.js';
import { type ExperimentDataOptions, loadExperimentData, loadExperimentVariants } from '../experiment-data.js';
import { EXPERIMENT_FILE, experimentOf, experimentText } from '../experiment-file.js';
import { interruptible } from '../interrupt.js';
import { tellLeaks } from '../leak-audit.js';
import {
  CACHE_OPTIONS,
  cacheFolder,
  EPOCHS_OPTION,
  EXPERIMENT_OPTIONS,
  FOLDS_OPTION,
  INITIAL_OPTION,
  OUTPUT_OPTIONS,
  PROTOCOL_OPTION,
  RESUME_OPTION,
  seedList,
  THREADS_OPTION,
  wholeNumber,
} from '../options.js';
import { commandOutput } from '../output.js';
import { assertOutputFolder } from '../output-folder.js';
import { writePlots, writeReport } from '../report-file.js';
import { resultName } from '../result-name.js';
import { speakerKnowledgeOf } from '../speaker-knowledge.js';
import { describeSeeds, formatEvaluation, formatSeeds, warningsAbout } from '../summary.js';

/** Figures over several seeds. */
const SEEDS_FILE = 'seeds.json';

/** `ser evaluate --corpus emodb --protocol loso --model lstm` */
export const evaluate: CommandDef = command({
  meta: {
    name: 'evaluate',
    description: 'Cross-validate a model by a protocol and write metrics, predictions and a report',
  },
  args: {
    ...EXPERIMENT_OPTIONS,
    ...PROTOCOL_OPTION,
    ...INITIAL_OPTION,
    ...EPOCHS_OPTION,
    ...CACHE_OPTIONS,
    ...FOLDS_OPTION,
    seeds: {
      type: 'string',
      valueHint: 'n,n',
      description: 'instead of --seed: judge with each, e.g. 0,1,2, and tell mean and deviation',
    },
    ...THREADS_OPTION,
    ...RESUME_OPTION,
    ...OUTPUT_OPTIONS,
    out: {
      type: 'string',
      valueHint: 'folder',
      description: 'default: results/<corpus>-<protocol>-<model>[-<normalization>][-seeds]',
    },
  },
  async run({ args, rawArgs }) {
    const cache = cacheFolder(args.cache);
    const limits = {
      epochs: wholeNumber('epochs', args.epochs, 1),
      folds: wholeNumber('folds', args.folds, 1),
    };
    const seeds = seedList(args.seeds);
    if (seeds && args.seed !== undefined) {
      throw new SerError('INVALID_ARGUMENT', '--seed and --seeds exclude each other', { hint: 'Give one of them.' });
    }
    const threads = wholeNumber('threads', args.threads, 1, 256) ?? availableThreads();
    const described = await experimentOf(args, rawArgs);
    const corpus = await openCorpus(described.corpus, args.data);
    const protocol = described.protocol ?? protocolsFor(corpus)[0]?.name ?? 'loso';
    const experiment = { ...described, protocol, ...(seeds ? { seed: seeds[0]! } : {}) };
    const { model, frontEnd, training, candidates, seed } = experiment;
    for (const one of seeds ?? [seed]) {
      checkAugmentation(experiment.augmentation, splitCorpus(corpus, protocol, { seed: one }));
    }
    const name = resultName(corpus.name, protocol, model.kind, experiment);
    const out = args.out ?? join('results', seeds ? `${name}-seeds` : name);
    assertOutputFolder('--out', out, seeds ? SEEDS_FILE : 'metrics.json');
    const work = { experiment, seeds, ...limits, utterances: corpus.utterances.length };
    const output = commandOutput(args);
    const checkpoints = openCheckpoints(out, work, args, output);
    await startBackend();
    const judged = await interruptible(async (signal): Promise<Judged> => {
      const watch = { ...output.watch, signal, threads };
      const data = await loadExperimentData(corpus, experiment, { ...cache, ...watch });
      tellLeaks(output, corpus, protocol, { seed, features: data.features });
      const shared = {
        corpus,
        protocol,
        model,
        frontEnd,
        training,
        ...speakerKnowledgeOf(experiment),
        ...defined({ ...limits, candidates }),
        environment: describeEnvironment(),
        ...data,
        ...watch,
        checkpoints: checkpoints.store,
      };
      if (!seeds) return { runs: [await crossValidate({ ...shared, seed })] };
      const variants = await variantsOf(corpus, experiment, seeds, { ...cache, ...watch, first: data.variants });
      return crossValidateSeeds({ ...shared, ...(variants ? { variants } : {}), seeds });
    }, checkpoints.hint);
    const { text, data } = await (seeds ? writeSeeds : writeOne)(out, corpus, experiment, judged);
    await checkpoints.clear();
    const [first] = judged.runs as [CrossValidation];
    const { partial } = first.config;
    const about = { out, corpus: corpus.name, protocol, model: model.kind, partial, warnings: warningsAbout(first) };
    output.result(text, { ...about, ...data });
  },
});

/** One run, or one for each seed and how their figures vary. */
type Judged = Pick<SeededCrossValidations, 'runs'> & Partial<SeededCrossValidations>;

/** What is told of an outcome, to people and to programs. */
interface Told {
  readonly text: string;
  readonly data: object;
}

/** Altered copies of each seed, if the experiment has any; `first` are those of the first one. */
async function variantsOf(
  corpus: Corpus,
  experiment: Experiment,
  seeds: readonly number[],
  { first, ...options }: ExperimentDataOptions & { first: Variants | undefined },
): Promise<Variants[] | undefined> {
  if (!first) return undefined;
  const all = [first];
  for (const seed of seeds.slice(1)) {
    all.push((await loadExperimentVariants(corpus, { ...experiment, seed }, options))!);
  }
  return all;
}

async function writeOne(out: string, corpus: Corpus, experiment: Experiment, { runs }: Judged): Promise<Told> {
  const [result] = runs as [CrossValidation];
  await writeRun(out, result);
  await writePlots(out, result);
  await writeReport(out, corpus, [result]);
  // What ran: with the epochs and the seed of the command line.
  const { training, seed } = result.config;
  await writeFiles(out, { [EXPERIMENT_FILE]: experimentText({ ...experiment, training, seed }) });
  return {
    text: `${formatEvaluation(result)}\n\nWritten to ${out}: report.html, metrics.json, predictions.csv, config.json`,
    data: { metrics: result.metrics },
  };
}

/** Writes each run into the folder `seed-<n>`, beside what they have in common. */
async function writeSeeds(out: string, corpus: Corpus, experiment: Experiment, judged: Judged): Promise<Told> {
  const { runs, summary } = judged as SeededCrossValidations;
  for (const run of runs) {
    await writeOne(join(out, `seed-${run.config.seed}`), corpus, experiment, { runs: [run] });
  }
  await writeReport(out, corpus, runs, [describeSeeds(summary)]);
  const { benchmark, protocol, warning, normalization, model, partial } = runs[0]!.config;
  const warned = warning === undefined ? {} : { warning };
  const about = { corpus: corpus.name, benchmark, protocol, ...warned, normalization, model: model.kind, partial };
  await writeFiles(out, { [SEEDS_FILE]: `${JSON.stringify({ ...about, ...summary }, undefined, 2)}\n` });
  return {
    text: `${formatSeeds({ runs, summary })}\n\nWritten to ${out}: report.html, ${SEEDS_FILE}, and the folder seed-<n> of each`,
    data: summary,
  };
}

/** The options that were given. */
function defined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
