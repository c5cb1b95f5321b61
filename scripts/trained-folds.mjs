// Trains an experiment's recipe fold by fold, for scripts that ask more of the models than a cross-validation does.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMachine, revision } from '../benchmarks/harness/machine.mjs';
import { writeFiles } from '../packages/core/dist/node/index.js';
import { combineCorpora, extractAugmented, extractFeatures, splitCorpus } from '../packages/datasets/dist/index.js';
import { loadCorpus } from '../packages/datasets/dist/node.js';
import { compareRuns } from '../packages/experiments/dist/index.js';
import { startBackend } from '../packages/models/dist/index.js';
import { measure, trainModel } from '../packages/training/dist/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const CACHE = { cache: '.ser-cache' };

export function stop(reason) {
  console.error(reason);
  process.exit(1);
}

export const percent = (value) => (100 * value).toFixed(1);

/** An experiment of the folder of that name, and its corpus. Ends the process where there is none, or no data. */
export async function openExperiment(name = '') {
  const description = join(root, 'experiments', `${name}.json`);
  const data = process.env.SER_DATA_DIR;
  if (!existsSync(description))
    stop(`There is no experiment ${JSON.stringify(name)}: name one of experiments/, e.g. emodb-loso-cnn`);
  if (data === undefined) stop('SER_DATA_DIR must name the folder of the corpora');
  await startBackend();
  const experiment = JSON.parse(readFileSync(description, 'utf8'));
  const corpora = await Promise.all([experiment.corpus].flat().map((one) => loadCorpus(one, join(data, one))));
  return { ...experiment, name, corpus: corpora.length === 1 ? corpora[0] : combineCorpora(corpora) };
}

/** The name of each fold, the ids it tests, and a model trained on all others, which is disposed of afterwards. */
export async function* trainedFolds({ corpus, protocol, model, frontEnd, training, seed, ...experiment }) {
  const features = await extractFeatures(corpus, frontEnd, CACHE);
  const augmentation = experiment.augmentation && { ...experiment.augmentation, seed };
  const variants = augmentation && {
    augmentation,
    features: await extractAugmented(corpus, frontEnd, augmentation, CACHE),
  };
  const recipe = { model, frontEnd, training, seed, ...(variants && { variants }) };
  for (const { name, train, test } of splitCorpus(corpus, protocol, { seed }).folds) {
    const { model: trained } = await trainModel({ corpus, ids: train, features, ...recipe });
    yield { name, test, trained };
    trained.dispose();
  }
}

/** Predictions of the same clips in several ways, the first of which the others are compared with. */
export class Ways {
  #experiment;
  #predictions;

  constructor(experiment, names) {
    this.#experiment = experiment;
    this.#predictions = new Map(names.map((name) => [name, []]));
  }

  add(way, fold, predictions) {
    this.#predictions.get(way).push(...predictions.map((prediction) => ({ ...prediction, fold })));
  }

  #run(way) {
    const { corpus, protocol } = this.#experiment;
    return {
      config: { corpus: corpus.name, protocol, labels: corpus.emotions },
      predictions: this.#predictions.get(way),
    };
  }

  /** UAR of each way so far, in per cent. */
  toString() {
    const { emotions } = this.#experiment.corpus;
    return [...this.#predictions].map(([way, list]) => `${way} ${percent(measure(list, emotions).uar)}`).join(', ');
  }

  /** For each way: figures, and what it gains over the first, with intervals by bootstrap over speakers. */
  rows() {
    const [first] = this.#predictions.keys();
    return [...this.#predictions].map(([way, list]) => {
      const { uar, ci95, war } = measure(list, this.#experiment.corpus.emotions);
      const { uarDifference, ci95: gainCi95 } = compareRuns(this.#run(first), this.#run(way));
      return { way, uar, ci95, war, n: list.length, ...(way !== first && { gain: uarDifference, gainCi95 }) };
    });
  }
}

/** Prints rows and writes them to results/<folder>/<experiment>.json, with what they follow from. */
export async function writeRows(folder, experiment, facts, rows) {
  const about = { machine: describeMachine(), revision: revision(), date: new Date().toISOString() };
  const result = { experiment: experiment.name, ...facts, seed: experiment.seed, ...about, rows };
  const text = `${JSON.stringify(result, undefined, 2)}\n`;
  await writeFiles(join(root, 'results', folder), { [`${experiment.name}.json`]: text });
  console.table(rows.map(({ way, uar, gain }) => ({ way, uar: percent(uar), gain: gain && percent(gain) })));
}
