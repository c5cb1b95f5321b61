import { join } from 'node:path';
import { invalidArgument, SerError } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { type Corpus, protocolsFor, type Split, speakersOf, splitCorpus } from '@ser/datasets';
import { startBackend } from '@ser/models';
import {
  availableThreads,
  type Experiment,
  overrideExperiment,
  type RecipeSelection,
  type SweepPoint,
  selectRecipe,
  sweepExperiment,
} from '@ser/training';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { openCorpus } from '../corpora.js';
import { type ExperimentData, type ExperimentDataOptions, loadExperimentData } from '../experiment-data.js';
import { describeExperiment, EXPERIMENT_FILE, experimentText } from '../experiment-file.js';
import { interruptible } from '../interrupt.js';
import {
  CACHE_OPTIONS,
  cacheFolder,
  EXPERIMENT_OPTIONS,
  OUTPUT_OPTIONS,
  PROTOCOL_OPTION,
  repeated,
  THREADS_OPTION,
  wholeNumber,
} from '../options.js';
import { commandOutput } from '../output.js';
import { assertOutputFolder } from '../output-folder.js';
import { formatPercent, formatTable } from '../terminal.js';
import { parseVariation } from '../variation.js';

const RANKING_FILE = 'sweep.json';

/** The fields of an experiment that a recipe is made of; all others say what it is judged on. */
const VARIED: readonly string[] = ['model', 'frontEnd', 'training', 'augmentation'];

/** `ser sweep --config x.json --vary training.learningRate=1e-3,3e-4` */
export const sweep: CommandDef = command({
  meta: {
    name: 'sweep',
    description: 'Try values of fields, and choose among them on held-out training speakers, never on test speakers',
  },
  args: {
    vary: {
      type: 'string',
      valueHint: 'field=v1,v2',
      required: true,
      description:
        'values to try of a field of model, frontEnd, training or augmentation; with several --vary all combinations',
    },
    ...EXPERIMENT_OPTIONS,
    ...PROTOCOL_OPTION,
    fold: {
      type: 'string',
      valueHint: 'n',
      default: '1',
      description: 'the fold of the protocol on whose training part is chosen; its test part is not read',
    },
    'inner-folds': {
      type: 'string',
      valueHint: 'k',
      default: '3',
      description: 'groups of training speakers that take turns at being judged',
    },
    ...CACHE_OPTIONS,
    ...THREADS_OPTION,
    ...OUTPUT_OPTIONS,
    out: { type: 'string', valueHint: 'folder', description: 'default: results/<corpus>-<protocol>-sweep' },
  },
  async run({ args, rawArgs }) {
    const cache = cacheFolder(args.cache);
    const innerFolds = wholeNumber('inner-folds', args['inner-folds'], 2)!;
    const threads = wholeNumber('threads', args.threads, 1, 256) ?? availableThreads();
    const number = wholeNumber('fold', args.fold, 1)!;
    const base = overrideExperiment(await describeExperiment(args), repeated('set', rawArgs));
    const points = sweepExperiment(await describeExperiment(args), variations(rawArgs), repeated('set', rawArgs));
    const corpus = await openCorpus(base.corpus, args.data);
    const protocol = base.protocol ?? protocolsFor(corpus)[0]?.name ?? 'loso';
    const split = splitCorpus(corpus, protocol, { seed: base.seed });
    const fold = split.folds[number - 1];
    if (!fold) throw invalidArgument('--fold', number, `a number from 1 to ${split.folds.length}`);
    const out = args.out ?? join('results', `${corpus.name}-${protocol}-sweep`);
    assertOutputFolder('--out', out, RANKING_FILE);
    const output = commandOutput(args);
    await startBackend();
    const selection = await interruptible(async (signal) => {
      const watch = { ...output.watch, signal, threads };
      const candidates = await withData(corpus, points, { ...cache, ...watch });
      const { seed, normalisation } = base;
      return selectRecipe({
        corpus,
        ids: fold.train,
        candidates,
        innerFolds,
        seed,
        ...(normalisation === undefined ? {} : { normalisation }),
        ...watch,
      });
    });
    const best = points.find(({ name }) => name === selection.best.name)!.experiment;
    const about = { corpus: corpus.name, protocol, fold: fold.name, innerFolds, ...rankingOf(selection) };
    await writeFiles(out, {
      [RANKING_FILE]: `${JSON.stringify(about, undefined, 2)}\n`,
      [EXPERIMENT_FILE]: experimentText({ ...best, protocol }),
    });
    output.result(
      `${formatSelection(selection)}\n${chosenBy(selection, corpus, split, fold.name)}\n\n` +
        `Written to ${out}: ${RANKING_FILE}, ${EXPERIMENT_FILE}. Judge the best once: ser evaluate --config ${join(out, EXPERIMENT_FILE)}`,
      { out, ...about },
    );
  },
});

/** The values of `--vary`, by field. */
function variations(raw: readonly string[]): Record<string, readonly unknown[]> {
  const fields: Record<string, readonly unknown[]> = {};
  for (const text of repeated('vary', raw)) {
    const { field, values } = parseVariation('--vary', text);
    if (!VARIED.includes(field.split('.')[0]!)) {
      throw new SerError('INVALID_ARGUMENT', `--vary cannot change ${field}: it decides what recipes are judged on`, {
        hint: `A recipe is made of ${VARIED.join(', ')}. Give other fields with --set.`,
      });
    }
    if (fields[field]) throw new SerError('INVALID_ARGUMENT', `--vary names ${field} twice`);
    fields[field] = values;
  }
  return fields;
}

type Recipe = Pick<Experiment, 'model' | 'frontEnd' | 'training'> & ExperimentData & { readonly name: string };

/** The points as candidates, with their features, which those of one front end and augmentation share. */
async function withData(
  corpus: Corpus,
  points: readonly SweepPoint[],
  options: ExperimentDataOptions,
): Promise<Recipe[]> {
  const loaded = new Map<string, ExperimentData>();
  const recipes: Recipe[] = [];
  for (const { name, experiment } of points) {
    const { model, frontEnd, training, augmentation } = experiment;
    const key = JSON.stringify([frontEnd, augmentation]);
    const data = loaded.get(key) ?? (await loadExperimentData(corpus, experiment, options));
    loaded.set(key, data);
    recipes.push({ name, model, frontEnd, training, ...data });
  }
  return recipes;
}

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
  const chosen = `Chosen on ${speakers.length} training speakers, the test part of fold ${fold} unread: figures to choose by, not to publish.`;
  if (met.length === 0) return chosen;
  return `${chosen}\nOther folds test speakers that had a say here; only fold ${fold} is wholly free of the choice.`;
}
