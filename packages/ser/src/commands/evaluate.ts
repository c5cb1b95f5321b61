import { join } from 'node:path';
import { writeFiles } from '@ser/core/node';
import { protocolsFor, splitCorpus } from '@ser/datasets';
import { startBackend } from '@ser/models';
import { availableThreads, crossValidate } from '@ser/training';
import { writeRun } from '@ser/training/node';
import type { CommandDef } from 'citty';
import { openCheckpoints } from '../checkpoints.js';
import { command } from '../command.js';
import { openCorpus } from '../corpora.js';
import { describeEnvironment } from '../environment.js';
import { loadExperimentData } from '../experiment-data.js';
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
  THREADS_OPTION,
  wholeNumber,
} from '../options.js';
import { commandOutput } from '../output.js';
import { assertOutputFolder } from '../output-folder.js';
import { writePlots, writeReport } from '../report-file.js';
import { resultName } from '../result-name.js';
import { speakerKnowledgeOf } from '../speaker-knowledge.js';
import { formatEvaluation } from '../summary.js';

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
    candidates: {
      type: 'string',
      valueHint: 'n',
      description: 'recipes, this one included, ever judged on these test folds; kept with the result (default: 1)',
    },
    ...THREADS_OPTION,
    ...RESUME_OPTION,
    ...OUTPUT_OPTIONS,
    out: {
      type: 'string',
      valueHint: 'folder',
      description: 'default: results/<corpus>-<protocol>-<model>[-<normalisation>]',
    },
  },
  async run({ args, rawArgs }) {
    const cache = cacheFolder(args.cache);
    const limits = {
      epochs: wholeNumber('epochs', args.epochs, 1),
      folds: wholeNumber('folds', args.folds, 1),
      candidates: wholeNumber('candidates', args.candidates, 1),
    };
    const threads = wholeNumber('threads', args.threads, 1, 256) ?? availableThreads();
    const described = await experimentOf(args, rawArgs);
    const corpus = await openCorpus(described.corpus, args.data);
    const protocol = described.protocol ?? protocolsFor(corpus)[0]?.name ?? 'loso';
    const experiment = { ...described, protocol };
    const { model, seed } = experiment;
    splitCorpus(corpus, protocol, { seed });
    const out = args.out ?? join('results', resultName(corpus.name, protocol, model.kind, experiment));
    assertOutputFolder('--out', out, 'metrics.json');
    const checkpoints = openCheckpoints(out, { experiment, ...limits, utterances: corpus.utterances.length }, args);
    const output = commandOutput(args);
    await startBackend();
    const result = await interruptible(async (signal) => {
      const watch = { ...output.watch, signal, threads };
      const data = await loadExperimentData(corpus, experiment, { ...cache, ...watch });
      tellLeaks(output, corpus, protocol, { seed, features: data.features });
      const { frontEnd, training } = experiment;
      return crossValidate({
        corpus,
        protocol,
        model,
        frontEnd,
        training,
        seed,
        ...speakerKnowledgeOf(experiment),
        ...defined(limits),
        environment: describeEnvironment(),
        ...data,
        ...watch,
        checkpoints: checkpoints.store,
      });
    }, checkpoints.hint);
    await writeRun(out, result);
    await writePlots(out, result);
    await writeReport(out, corpus, [result]);
    await writeFiles(out, { [EXPERIMENT_FILE]: experimentText(experiment) });
    await checkpoints.clear();
    const { config, metrics } = result;
    output.result(
      `${formatEvaluation(result)}\n\nWritten to ${out}: report.html, metrics.json, predictions.csv, config.json`,
      { out, corpus: config.corpus, protocol, model: model.kind, partial: config.partial, metrics },
    );
  },
});

/** The options that were given. */
function defined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
