import { join } from 'node:path';
import { writeFiles } from '@ser/core/node';
import { protocolsFor, splitCorpus } from '@ser/datasets';
import { type FoldSelection, nestedCrossValidate } from '@ser/experiments';
import { writeRun } from '@ser/experiments/node';
import { startBackend } from '@ser/models';
import { availableThreads, checkAugmentation } from '@ser/training';
import type { CommandDef } from 'citty';
import { CHOICE_OPTIONS, loadCandidates, variedExperiments } from '../candidates.js';
import { openCheckpoints } from '../checkpoints.js';
import { command } from '../command.js';
import { openCorpus } from '../corpora.js';
import { describeEnvironment } from '../environment.js';
import { experimentOf } from '../experiment-file.js';
import { interruptible } from '../interrupt.js';
import { tellLeaks } from '../leak-audit.js';
import {
  CACHE_OPTIONS,
  cacheFolder,
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
import { formatEvaluation, warningsAbout } from '../summary.js';
import { formatPercent, formatTable } from '../terminal.js';

/** What there was to choose among, complete, and on how many groups of training speakers. */
const SEARCH_FILE = 'search.json';

/** `ser search --config x.json --vary training.learningRate=1e-3,3e-4` */
export const search: CommandDef = command({
  meta: {
    name: 'search',
    description:
      'Cross-validate the choice itself: each fold chooses a recipe by its training speakers and is judged once',
  },
  args: {
    vary: CHOICE_OPTIONS.vary,
    ...EXPERIMENT_OPTIONS,
    ...PROTOCOL_OPTION,
    ...INITIAL_OPTION,
    'inner-folds': CHOICE_OPTIONS['inner-folds'],
    ...FOLDS_OPTION,
    ...CACHE_OPTIONS,
    ...THREADS_OPTION,
    ...RESUME_OPTION,
    ...OUTPUT_OPTIONS,
    out: { type: 'string', valueHint: 'folder', description: 'default: results/<corpus>-<protocol>-search' },
  },
  async run({ args, rawArgs }) {
    const cache = cacheFolder(args.cache);
    const innerFolds = wholeNumber('inner-folds', args['inner-folds'], 2)!;
    const folds = wholeNumber('folds', args.folds, 1);
    const threads = wholeNumber('threads', args.threads, 1, 256) ?? availableThreads();
    const points = await variedExperiments(args, rawArgs);
    // What all candidates have in common.
    const { seed, ...base } = await experimentOf(args, rawArgs);
    const corpus = await openCorpus(base.corpus, args.data);
    const protocol = base.protocol ?? protocolsFor(corpus)[0]?.name ?? 'loso';
    const split = splitCorpus(corpus, protocol, { seed });
    for (const { experiment } of points) checkAugmentation(experiment.augmentation, split);
    const out = args.out ?? join('results', resultName(corpus.name, protocol, 'search', base));
    assertOutputFolder('--out', out, 'metrics.json');
    const about = { protocol, innerFolds, candidates: points };
    const output = commandOutput(args);
    const checkpoints = openCheckpoints(out, { ...about, folds, utterances: corpus.utterances.length }, args, output);
    await startBackend();
    const result = await interruptible(async (signal) => {
      const watch = { ...output.watch, signal, threads };
      const candidates = await loadCandidates(corpus, points, { ...cache, ...watch });
      tellLeaks(output, corpus, protocol, { seed, features: candidates[0]!.features });
      return nestedCrossValidate({
        corpus,
        protocol,
        candidates,
        innerFolds,
        seed,
        ...speakerKnowledgeOf(base),
        ...(folds === undefined ? {} : { folds }),
        environment: describeEnvironment(),
        ...watch,
        checkpoints: checkpoints.store,
      });
    }, checkpoints.hint);
    await writeRun(out, result);
    await writePlots(out, result);
    await writeReport(out, corpus, [result]);
    await writeFiles(out, { [SEARCH_FILE]: `${JSON.stringify(about, undefined, 2)}\n` });
    await checkpoints.clear();
    const { config, metrics } = result;
    const { partial, selection = [] } = config;
    output.result(
      `${formatEvaluation(result)}\n\n${formatChoices(selection)}\n\n` +
        `Written to ${out}: report.html, metrics.json, predictions.csv, config.json, ${SEARCH_FILE}`,
      {
        out,
        corpus: config.corpus,
        protocol,
        partial,
        warnings: warningsAbout(result),
        innerFolds,
        candidates: points.map(({ name }) => name),
        chosen: selection.map(({ fold, name, ranking }) => ({ fold, name, ranking })),
        metrics,
      },
    );
  },
});

/** Which recipe each fold chose, and what kind of figures that makes. */
function formatChoices(selection: readonly FoldSelection[]): string {
  const candidates = selection[0]?.ranking.length ?? 0;
  const rows = selection.map(({ fold, name, ranking }) => [`  ${fold}`, name, formatPercent(ranking[0]!.uar)]);
  return [
    `What each fold chose among ${candidates} ${candidates === 1 ? 'recipe' : 'recipes'}, with its UAR on training speakers`,
    formatTable(rows),
    'No test speaker had a say. The figures above are those of choosing in this way, not of one recipe.',
  ].join('\n');
}
