import { writeFiles } from '@ser/core/node';
import { formatPredictions } from '../runs/predictions-csv.js';
import type { UnseenEvaluation } from './evaluate-unseen.js';

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
    'predictions.csv': formatPredictions(predictions, labels),
    'metrics.json': `${JSON.stringify({ ...about, ...metrics }, undefined, 2)}\n`,
  });
}
