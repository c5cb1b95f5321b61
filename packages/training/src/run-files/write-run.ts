import { writeFiles } from '@ser/core/node';
import type { CrossValidation } from '../cross-validate.js';
import { formatPredictions } from './predictions-csv.js';

/** Names of the files of a run. */
export const RUN_FILES = {
  config: 'config.json',
  metrics: 'metrics.json',
  histories: 'histories.json',
  predictions: 'predictions.csv',
} as const;

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/**
 * Writes a cross-validation into a folder: `config.json`, `metrics.json` (corpus, protocol, model and all figures as
 * fractions of 1), `histories.json` and `predictions.csv`. Files that are there are replaced whole.
 *
 * @throws SerError `FILE_ACCESS` if the folder cannot be written to.
 */
export async function writeRun(folder: string, result: CrossValidation): Promise<void> {
  const { config, metrics, folds, predictions, histories } = result;
  const { corpus, benchmark, protocol, warning, model, partial } = config;
  const about = {
    corpus,
    benchmark,
    protocol,
    ...(warning === undefined ? {} : { warning }),
    model: model.kind,
    partial,
  };
  await writeFiles(folder, {
    [RUN_FILES.predictions]: formatPredictions(predictions, config.labels),
    [RUN_FILES.histories]: json(folds.map((fold, i) => ({ ...fold, history: histories[i] }))),
    [RUN_FILES.config]: json(config),
    [RUN_FILES.metrics]: json({ ...about, ...metrics }),
  });
}
