import { writeFiles } from '@ser/core/node';
import type { Metrics } from '@ser/training';
import type { CrossValidation } from '../study/cross-validate.js';
import { formatPredictions } from './predictions-csv.js';
import { modelNameOf, type RunConfig } from './run-config.js';

/** Names of the files of a run. */
export const RUN_FILES = {
  config: 'config.json',
  metrics: 'metrics.json',
  histories: 'histories.json',
  predictions: 'predictions.csv',
} as const;

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** What `metrics.json` holds: what the figures are of, so that none stands without its protocol, and the figures. */
export function metricsFile(config: RunConfig, metrics: Metrics): Record<string, unknown> {
  const { corpus, benchmark, protocol, warning, normalization, partial } = config;
  return {
    corpus,
    benchmark,
    protocol,
    ...(warning === undefined ? {} : { warning }),
    normalization,
    model: modelNameOf(config),
    partial,
    ...metrics,
  };
}

/**
 * Writes a cross-validation into a folder: `config.json`, `metrics.json` (corpus, protocol, normalization, model and
 * all figures as fractions of 1), `histories.json` and `predictions.csv`. Files that are there are replaced whole.
 *
 * @throws SerError `FILE_ACCESS` if the folder cannot be written to.
 */
export async function writeRun(
  folder: string,
  { config, metrics, folds, predictions, histories }: CrossValidation,
): Promise<void> {
  await writeFiles(folder, {
    [RUN_FILES.predictions]: formatPredictions(predictions, config.labels),
    [RUN_FILES.histories]: json(folds.map((fold, i) => ({ ...fold, history: histories[i] }))),
    [RUN_FILES.config]: json(config),
    [RUN_FILES.metrics]: json(metricsFile(config, metrics)),
  });
}
