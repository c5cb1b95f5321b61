// Trains an experiment's recipe fold by fold, for scripts that ask more of the models than a cross-validation does.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeMachine, revision } from '../benchmarks/harness/machine.mjs';
import { writeFiles } from '../packages/core/dist/node/index.js';
import { flatMetrics, openStudy, Run } from '../packages/experiments/dist/index.js';
import { measure } from '../packages/training/dist/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
export function stop(reason) {
  console.error(reason);
  process.exit(1);
}

export const percent = (value) => (100 * value).toFixed(1);

/** Opens the study of the experiment of that name. Ends the process where there is none, or no data. */
export async function openExperiment(name = '') {
  const description = join(root, 'experiments', `${name}.json`);
  if (!existsSync(description))
    stop(`There is no experiment ${JSON.stringify(name)}: name one of experiments/, e.g. emodb-loso-cnn`);
  if (process.env.SER_DATA_DIR === undefined) stop('SER_DATA_DIR must name the folder of the corpora');
  const study = await openStudy(JSON.parse(readFileSync(description, 'utf8')), { cache: '.ser-cache' });
  return { name, study };
}

/** Yields the name of each fold, the ids it tests, and a model trained on all others, which is disposed of afterwards. */
export async function* trainedFolds(study) {
  for (const { name, train, test } of (await study.split).folds) {
    const { model } = await study.train({ ids: train });
    yield { name, test, trained: model };
    model.dispose();
  }
}

/** Predictions of the same clips in several ways, the first of which the others are compared with. */
export class Ways {
  #study;
  #predictions;

  constructor(study, names) {
    this.#study = study;
    this.#predictions = new Map(names.map((name) => [name, []]));
  }

  add(way, fold, predictions) {
    this.#predictions.get(way).push(...predictions.map((prediction) => ({ ...prediction, fold })));
  }

  /** The predictions of a way as a run that can be compared. */
  #run(way) {
    const { corpus, experiment } = this.#study;
    return {
      config: { corpus: corpus.name, protocol: experiment.protocol, labels: corpus.emotions },
      predictions: this.#predictions.get(way),
    };
  }

  /** UAR of each way so far, in per cent. */
  toString() {
    const { emotions } = this.#study.corpus;
    return [...this.#predictions]
      .map(([way, list]) => `${way} ${percent(measure(list, emotions).uar.value)}`)
      .join(', ');
  }

  /** For each way: figures, and what it gains over the first, with intervals by bootstrap over speakers. */
  rows() {
    const [first] = this.#predictions.keys();
    return [...this.#predictions].map(([way, list]) => {
      const { uar, ci95, war } = flatMetrics(measure(list, this.#study.corpus.emotions));
      const { uarDifference, ci95: gainCi95 } = new Run(this.#run(first)).compare(this.#run(way));
      return {
        way,
        uar,
        ci95,
        war,
        n: list.length,
        gain: way === first ? undefined : uarDifference,
        gainCi95: way === first ? undefined : gainCi95,
      };
    });
  }
}

/** Prints rows and writes them to results/<folder>/<experiment>.json, with what they follow from. */
export async function writeRows(folder, { name, study }, facts, rows) {
  const about = { machine: describeMachine(), revision: revision(), date: new Date().toISOString() };
  const result = { experiment: name, ...facts, seed: study.experiment.seed, ...about, rows };
  const text = `${JSON.stringify(result, undefined, 2)}\n`;
  await writeFiles(join(root, 'results', folder), { [`${name}.json`]: text });
  console.table(rows.map(({ way, uar, gain }) => ({ way, uar: percent(uar), gain: gain && percent(gain) })));
}
