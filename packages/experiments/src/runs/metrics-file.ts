import type { Metrics } from '@ser/training';
import { modelNameOf, type RunConfig } from './run-config.js';

/** Names of the files of a run. */
export const RUN_FILES = {
  config: 'config.json',
  metrics: 'metrics.json',
  histories: 'histories.json',
  predictions: 'predictions.csv',
} as const;

/** Returns the content of `metrics.json`: what the figures are about, so that none stands without its protocol, and the figures. */
export function metricsFile(config: RunConfig, metrics: Metrics): Record<string, unknown> {
  const { corpus, benchmark, protocol, warning, limits, normalization, partial } = config;
  return {
    corpus,
    benchmark,
    protocol,
    ...(warning === undefined ? {} : { warning }),
    ...(limits === undefined ? {} : { limits }),
    normalization,
    model: modelNameOf(config),
    partial,
    ...metrics,
  };
}
