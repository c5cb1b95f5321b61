import { join } from 'node:path';
import { invalidArgument } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { type Corpus, protocolsFor, type Split, speakersOf, splitCorpus } from '@ser/datasets';
import { type RecipeSelection, selectRecipe, splitForCandidates } from '@ser/experiments';
import { startBackend } from '@ser/models';
import { availableThreads, checkAugmentation } from '@ser/training';
import type { CommandDef } from 'citty';
import { CHOICE_OPTIONS, loadCandidates, variedExperiments } from '../candidates.js';
import { openCheckpoints } from '../checkpoints.js';
import { command } from '../command.js';
import { openCorpus } from '../corpora.js';
import { EXPERIMENT_FILE, experimentOf, experimentText } from '../experiment-file.js';
import { interruptible } from '../interrupt.js';
import {
  CACHE_OPTIONS,
  cacheFolder,
  EXPERIMENT_OPTIONS,
  OUTPUT_OPTIONS,
  PROTOCOL_OPTION,
  RESUME_OPTION,
  THREADS_OPTION,
  wholeNumber,
} from '../options.js';
import { commandOutput } from '../output.js';
import { assertOutputFolder } from '../output-folder.js';
import { resultName } from '../result-name.js';
import { speakerKnowledgeOf } from '../speaker-knowledge.js';
import { formatPercent, formatTable } from '../terminal.js';

const RANKING_FILE = 'sweep.json';

/** `ser sweep --config x.json --vary training.learningRate=1e-3,3e-4` */
export const sweep: CommandDef = command({
  meta: {
    name: 'sweep',
    description: 'Try values of fields, and choose among them on held-out training speakers, never on test speakers',
  },
  args: {
    vary: CHOICE_OPTIONS.vary,
    ...EXPERIMENT_OPTIONS,
    ...PROTOCOL_OPTION,
    fold: {
      type: 'string',
      valueHint: 'n',
      default: '1',
      description: 'the fold of the protocol on whose training part is chosen; its test part has no say',
    },
    'inner-folds': CHOICE_OPTIONS['inner-folds'],
    ...CACHE_OPTIONS,
    ...THREADS_OPTION,
    ...RESUME_OPTION,
    ...OUTPUT_OPTIONS,
    out: { type: 'string', valueHint: 'folder', description: 'default: results/<corpus>-<protocol>-sweep' },
  },
  async run({ args, rawArgs }) {
    const cache = cacheFolder(args.cache);
    const innerFolds = wholeNumber('inner-folds', args['inner-folds'], 2)!;
    const threads = wholeNumber('threads', args.threads, 1, 256) ?? availableThreads();
    const number = wholeNumber('fold', args.fold, 1)!;
    const base = await experimentOf(args, rawArgs);
    const points = await variedExperiments(args, rawArgs);
    const corpus = await openCorpus(base.corpus, args.data);
    const protocol = base.protocol ?? protocolsFor(corpus)[0]?.name ?? 'loso';
    const { seed } = base;
    const outline = splitCorpus(corpus, protocol, { seed });
    const { folds } = outline;
    for (const { experiment } of points) checkAugmentation(experiment.augmentation, outline);
    if (number > folds.length) throw invalidArgument('--fold', number, `a number from 1 to ${folds.length}`);
    const out = args.out ?? join('results', resultName(corpus.name, protocol, 'sweep', base));
    assertOutputFolder('--out', out, RANKING_FILE);
    const work = { protocol, fold: number, innerFolds, candidates: points, utterances: corpus.utterances.length };
    const output = commandOutput(args);
    const checkpoints = openCheckpoints(out, work, args, output);
    await startBackend();
    const { selection, split, fold } = await interruptible(async (signal) => {
      const watch = { ...output.watch, signal, threads };
      const candidates = await loadCandidates(corpus, points, { ...cache, ...watch });
      const split = splitForCandidates(corpus, protocol, candidates, seed);
      const fold = split.folds[number - 1]!;
      const selection = await selectRecipe({
        corpus,
        ids: fold.train,
        candidates,
        innerFolds,
        seed,
        ...speakerKnowledgeOf(base),
        ...watch,
        checkpoints: checkpoints.store,
      });
      return { selection, split, fold };
    }, checkpoints.hint);
    const best = points.find(({ name }) => name === selection.best.name)!.experiment;
    const about = { corpus: corpus.name, protocol, fold: fold.name, innerFolds, ...rankingOf(selection) };
    await writeFiles(out, {
      [RANKING_FILE]: `${JSON.stringify(about, undefined, 2)}\n`,
      [EXPERIMENT_FILE]: experimentText({ ...best, protocol }),
    });
    await checkpoints.clear();
    output.result(
      `${formatSelection(selection)}\n${chosenBy(selection, corpus, split, fold.name)}\n\n` +
        `Written to ${out}: ${RANKING_FILE}, ${EXPERIMENT_FILE}. Judge the best once: ser evaluate --config ${join(out, EXPERIMENT_FILE)}`,
      { out, ...about },
    );
  },
});

/** The ranking as plain JSON. */
function rankingOf({ speakers, ranking }: RecipeSelection): object {
  return {
    speakers,
    ranking: ranking.map(({ candidate: { name }, metrics: { uar, ci95, war, macroF1, ece } }) => ({
      name,
      uar,
      ci95,
      war,
      macroF1,
      ece,
    })),
  };
}

function formatSelection({ ranking }: RecipeSelection): string {
  const rows = ranking.map(({ candidate, metrics }) => [
    candidate.name,
    formatPercent(metrics.uar),
    `${(100 * metrics.ci95[0]).toFixed(1)} – ${formatPercent(metrics.ci95[1])}`,
    formatPercent(metrics.war),
  ]);
  return formatTable([['recipe', 'UAR', '95 % interval', 'WAR'], ...rows]);
}

/** On whom the choice was made, and whom it cannot be judged on any more. */
function chosenBy({ speakers }: RecipeSelection, corpus: Corpus, split: Split, fold: string): string {
  const others = split.folds.filter(({ name }) => name !== fold).flatMap(({ test }) => test);
  const tested = new Set(others);
  const met = speakersOf(corpus.utterances.filter(({ id }) => tested.has(id))).filter((one) => speakers.includes(one));
  const chosen = `Chosen on ${speakers.length} training speakers, the test part of fold ${fold} without a say: figures to choose by, not to publish.`;
  if (met.length === 0) return chosen;
  return `${chosen}\nOther folds test speakers that had a say here; only fold ${fold} is wholly free of the choice. \`ser search\` chooses anew in each.`;
}
