import { readRun, writeRun } from '#run-folder';
import { combineRuns } from './comparison/combine-runs.js';
import { type CompareOptions, compareRuns, type RunComparison } from './comparison/compare-runs.js';
import type { EvaluatedRun } from './evaluated-run.js';
import type { RunData } from './run-data.js';

/**
 * The result of an evaluation: configuration, figures, and the prediction of each test utterance.
 *
 * @example
 * const run = await Run.read('results/emodb-loso-cnn');
 * run.metrics.uar; // { value: 0.684…, ci95: [0.618…, 0.758…] }
 * run.compare(await Run.read('results/emodb-loso-lstm')).uarDifference; // -0.142…: the second run is worse
 */
export class Run implements RunData {
  readonly config: RunData['config'];
  readonly metrics: RunData['metrics'];
  readonly folds: RunData['folds'];
  readonly predictions: RunData['predictions'];
  readonly histories: RunData['histories'];
  readonly maps: RunData['maps'];

  constructor({ config, metrics, folds, predictions, histories, maps }: RunData) {
    this.config = config;
    this.metrics = metrics;
    this.folds = folds;
    this.predictions = predictions;
    this.histories = histories;
    this.maps = maps;
  }

  /**
   * Reads a run from a folder that {@link Run.write} or `ser evaluate` wrote. The figures are computed again from the
   * stored predictions, so that they cannot differ from them. Node only.
   *
   * @throws SerError `NOT_FOUND` if a file is missing; `FILE_ACCESS` if one is damaged, or if the stored figures do not
   *   follow from the stored predictions.
   */
  static async read(folder: string): Promise<Run> {
    return new Run(await readRun(folder));
  }

  /**
   * Returns the result that an ensemble of the runs' models would have had, without training: the mean of the calibrated
   * probabilities that the runs gave each utterance.
   *
   * In `config` of the result, `members` are the configurations of the runs; the recipe is that of the first run, and
   * `candidates` is the sum where all runs state it. The metrics have no `eceUncalibrated`.
   *
   * @param runs two or more, of one corpus, protocol, speaker adaptation and division into folds.
   * @throws SerError `INVALID_ARGUMENT` for runs that do not belong together.
   */
  static combine(runs: readonly RunData[]): Run {
    return new Run(combineRuns(runs));
  }

  /**
   * Compares this run (`a`) with another one (`b`): McNemar's test over utterances, and a paired bootstrap of the
   * difference in UAR over speakers.
   *
   * @throws SerError `INVALID_ARGUMENT` for runs of different corpora, protocols, emotions, speaker adaptation or
   *   utterances.
   */
  compare(other: EvaluatedRun, options?: CompareOptions): RunComparison {
    return compareRuns(this, other, options);
  }

  /**
   * Writes `config.json`, `metrics.json`, `histories.json`, `predictions.csv` and, if there are maps, `embeddings.json` into a folder. Existing files are
   * replaced as a whole. Node only.
   *
   * @throws SerError `FILE_ACCESS` if the folder cannot be written to.
   */
  async write(folder: string): Promise<void> {
    await writeRun(folder, this);
  }
}
