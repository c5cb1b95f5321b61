import type { Metrics } from '@ser/training';
import { modelNameOf, type RunConfig } from './run-config.js';

/** Names of the files of a run. */
export const RUN_FILES = {
  config: 'config.json',
  metrics: 'metrics.json',
  histories: 'histories.json',
  predictions: 'predictions.csv',
  /** Optional: runs of ensembles and of earlier versions have none. */
  maps: 'embeddings.json',
} as const;

/**
 * Returns metrics as the flat object that files and programs read: `uar` with `ci95`, `war` with `ci95War`, `macroF1` with
 * `ci95MacroF1`, `ece` with `ci95Ece`, and all other fields as they are.
 *
 * @example
 * flatMetrics(run.metrics); // { uar: 0.684…, …, ci95: [0.618…, 0.758…], … }
 */
export function flatMetrics<T extends Metrics>({
  uar,
  war,
  macroF1,
  ece,
  eceUncalibrated,
  ...rest
}: T): FlatMetrics<T> {
  return {
    ...{ uar: uar.value, war: war.value, macroF1: macroF1.value, ece: ece.value, eceUncalibrated },
    ...{ ci95: uar.ci95, ci95War: war.ci95, ci95MacroF1: macroF1.ci95, ci95Ece: ece.ci95 },
    ...rest,
  };
}

type Interval = readonly [low: number, high: number] | undefined;
type Figure = 'uar' | 'war' | 'macroF1' | 'ece' | 'eceUncalibrated';

/** `Metrics` with separate fields for the value and the interval of each figure. */
export type FlatMetrics<T extends Metrics = Metrics> = Omit<T, Figure> & {
  readonly [K in Exclude<Figure, 'eceUncalibrated'>]: number;
} & { readonly [K in 'ci95' | 'ci95War' | 'ci95MacroF1' | 'ci95Ece']: Interval } & Pick<Metrics, 'eceUncalibrated'>;

/** Returns the content of `metrics.json`: the figures, with the corpus, the protocol and the limits that they belong to. */
export function metricsFile(config: RunConfig, metrics: Metrics): Readonly<Record<string, unknown>> {
  const { corpus, benchmark, protocol, warning, limits, speakerAdaptation, partial } = config;
  return {
    ...{ corpus, benchmark, protocol, warning, limits, speakerAdaptation, model: modelNameOf(config), partial },
    ...flatMetrics(metrics),
  };
}
