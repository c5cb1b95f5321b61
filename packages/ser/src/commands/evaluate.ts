import { join } from 'node:path';
import { protocolsFor, splitCorpus } from '@ser/datasets';
import { loadFeatures } from '@ser/datasets/node';
import { startBackend } from '@ser/models';
import { availableThreads, crossValidate, DEFAULT_FRONT_END, TRAINING_DEFAULTS } from '@ser/training';
import { writeRun } from '@ser/training/node';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { openCorpus } from '../corpora.js';
import { describeEnvironment } from '../environment.js';
import { interruptible } from '../interrupt.js';
import { CACHE_OPTIONS, CORPUS_OPTIONS, cacheFolder, modelKind, TRAINING_OPTIONS, wholeNumber } from '../options.js';
import { assertOutputFolder } from '../output-folder.js';
import { writePlots, writeReport } from '../report-file.js';
import { formatEvaluation } from '../summary.js';
import { progressPrinter } from '../terminal.js';

/** `ser evaluate --corpus emodb --protocol loso --model lstm` */
export const evaluate: CommandDef = command({
  meta: {
    name: 'evaluate',
    description: 'Cross-validate a model by a protocol and write metrics, predictions and a report',
  },
  args: {
    ...CORPUS_OPTIONS,
    protocol: {
      type: 'string',
      valueHint: 'name',
      description: 'loso, emobox-6, cross-speaker, speaker-<k>, random-<k> (default: the one that suits the corpus)',
    },
    ...TRAINING_OPTIONS,
    ...CACHE_OPTIONS,
    folds: { type: 'string', valueHint: 'n', description: 'only the first n folds, for a quick look' },
    threads: { type: 'string', valueHint: 'n', description: 'folds trained at once (default: all cores)' },
    out: { type: 'string', valueHint: 'folder', description: 'default: results/<corpus>-<protocol>-<model>' },
  },
  async run({ args }) {
    const kind = modelKind(args.model);
    const cache = cacheFolder(args.cache);
    const epochs = wholeNumber('epochs', args.epochs, 1);
    const folds = wholeNumber('folds', args.folds, 1);
    const threads = wholeNumber('threads', args.threads, 1, 256) ?? availableThreads();
    const seed = wholeNumber('seed', args.seed, 0) ?? 0;
    const corpus = await openCorpus(args.corpus, args.data);
    const protocol = args.protocol ?? protocolsFor(corpus)[0]?.name ?? 'loso';
    splitCorpus(corpus, protocol, { seed });
    const out = args.out ?? join('results', `${corpus.name}-${protocol}-${kind}`);
    assertOutputFolder('--out', out, 'metrics.json');
    await startBackend();
    const progress = progressPrinter(process.stderr);
    const watch = args.quiet ? {} : { onProgress: progress.listener };
    const result = await interruptible(async (signal) =>
      crossValidate({
        corpus,
        protocol,
        model: { kind },
        frontEnd: DEFAULT_FRONT_END,
        features: await loadFeatures(corpus, DEFAULT_FRONT_END, { ...cache, ...watch, threads, signal }),
        training: TRAINING_DEFAULTS[kind],
        seed,
        threads,
        signal,
        environment: describeEnvironment(),
        ...(epochs === undefined ? {} : { epochs }),
        ...(folds === undefined ? {} : { folds }),
        ...watch,
      }),
    );
    progress.end();
    await writeRun(out, result);
    await writePlots(out, result);
    await writeReport(out, corpus, [result]);
    process.stdout.write(
      `${formatEvaluation(result)}\n\nWritten to ${out}: report.html, metrics.json, predictions.csv, config.json\n`,
    );
  },
});
