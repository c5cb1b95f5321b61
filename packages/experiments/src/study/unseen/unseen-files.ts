import { writeFiles } from '@ser/core/node';
import { differences } from '../../runs/json-differences.js';
import { flatMetrics } from '../../runs/metrics-file.js';
import { formatPredictions, parsePredictions } from '../../runs/predictions-csv.js';
import { readJson, readText } from '../../runs/run-folder.node.js';
import { measureUnseen, type UnseenEvaluation, type UnseenMetrics } from './evaluate-unseen.js';

const METRICS = 'metrics.json';
const PREDICTIONS = 'predictions.csv';

const flat = ({ fourClasses, allClasses }: UnseenMetrics) => ({
  fourClasses: flatMetrics(fourClasses),
  allClasses: flatMetrics(allClasses),
});

/**
 * Writes an evaluation on an unseen corpus into a folder: `metrics.json` (model, corpus, protocol and all figures, as
 * fractions of 1) and `predictions.csv`. Existing files are replaced as a whole.
 *
 * @throws SerError `FILE_ACCESS` if the folder cannot be written to.
 */
export async function writeUnseen(
  folder: string,
  { model, corpus, labels, predictions, metrics, unknown }: UnseenEvaluation,
): Promise<void> {
  const { name, corpora, seed, trainedAt } = model;
  const about = { protocol: 'unseen', corpus, model: { name, corpora, seed, trainedAt }, unknown };
  await writeFiles(folder, {
    [PREDICTIONS]: formatPredictions(predictions, labels),
    [METRICS]: `${JSON.stringify({ ...about, ...flat(metrics) }, undefined, 2)}\n`,
  });
}

/**
 * Measures the files of {@link writeUnseen} again, from their predictions.
 *
 * @returns the differences from the stored figures, each as `fourClasses.uar: stored 0.7, measured 0.6`; empty if there are none.
 * @throws SerError `NOT_FOUND` if a file is missing, `FILE_ACCESS` if one is damaged.
 */
export async function remeasureUnseen(folder: string): Promise<string[]> {
  const [stored, csv] = await Promise.all([
    readJson<Record<string, unknown>>(folder, METRICS),
    readText(folder, PREDICTIONS),
  ]);
  const { predictions, labels } = parsePredictions(csv);
  const measured = flat(measureUnseen(predictions, labels));
  return (['fourClasses', 'allClasses'] as const).flatMap((kind) => differences(stored[kind], measured[kind], kind));
}
