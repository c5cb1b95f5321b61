import { writeFiles } from '@ser/core/node';
import { differences } from '../runs/json-differences.js';
import { formatPredictions, parsePredictions } from '../runs/predictions-csv.js';
import { readJson, readText } from '../runs/run-folder.node.js';
import { measureUnseen, type UnseenEvaluation } from './evaluate-unseen.js';

const METRICS = 'metrics.json';
const PREDICTIONS = 'predictions.csv';

/**
 * Writes an evaluation on an unseen corpus into a folder: `metrics.json` (model, corpus, protocol and all figures, as
 * fractions of 1) and `predictions.csv`. Files that are there are replaced whole.
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
    [METRICS]: `${JSON.stringify({ ...about, ...metrics }, undefined, 2)}\n`,
  });
}

/**
 * Measures again what {@link writeUnseen} wrote, from its predictions.
 *
 * @returns where the stored figures differ, each as `fourClasses.uar: stored 0.7, measured 0.6`; empty if all is well.
 * @throws SerError `NOT_FOUND` if a file is missing, `FILE_ACCESS` if one is damaged.
 */
export async function remeasureUnseen(folder: string): Promise<string[]> {
  const [stored, csv] = await Promise.all([
    readJson<Record<string, unknown>>(folder, METRICS),
    readText(folder, PREDICTIONS),
  ]);
  const { predictions, labels } = parsePredictions(csv);
  const measured = measureUnseen(predictions, labels);
  return (['fourClasses', 'allClasses'] as const).flatMap((kind) => differences(stored[kind], measured[kind], kind));
}
