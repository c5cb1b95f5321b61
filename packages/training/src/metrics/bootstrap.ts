import { type Emotion, invalidArgument, quantile, Random } from '@ser/core';
import { addConfusion, confusionMatrix } from './confusion-matrix.js';
import { groupBySpeaker } from './group-predictions.js';
import { scoresOf } from './scores.js';
import type { UtterancePrediction } from './utterance-prediction.js';

/** Options of a bootstrap. */
export interface BootstrapOptions {
  /** Number of resamples; 2000 by default. */
  resamples?: number | undefined;
  /** Coverage of the interval, in (0, 1); 0.95 by default. */
  coverage?: number | undefined;
  /** Seed of the resampling; 0 by default. */
  seed?: number | undefined;
}

/**
 * Returns the percentile bootstrap interval of the UAR over speakers. Speakers, not utterances, are drawn with replacement,
 * because the utterances of one speaker are not independent. With a single speaker, the interval is the UAR itself twice.
 *
 * @returns lower and upper end, as fractions.
 * @throws SerError `INVALID_ARGUMENT` for an empty list or options out of range.
 */
export function bootstrapUar(
  predictions: readonly UtterancePrediction[],
  labels: readonly Emotion[],
  options: BootstrapOptions = {},
): [number, number] {
  const tables = groupBySpeaker(predictions).map(([, own]) => confusionMatrix(own, labels));
  if (tables.length === 0) throw invalidArgument('predictions', predictions, 'a non-empty list');
  return percentileBootstrap(tables, (drawn) => scoresOf(addConfusion(drawn)).uar, options);
}

/** The interval of each figure. */
type Intervals<K extends string> = Record<K, [number, number]>;

/**
 * Returns the percentile bootstrap interval (Efron, 1979) of a statistic: all items are drawn with replacement, `resamples`
 * times.
 *
 * @param items at least one, in a fixed order.
 * @returns lower and upper end of the interval.
 * @throws SerError `INVALID_ARGUMENT` for options out of range.
 */
export function percentileBootstrap<T>(
  items: readonly T[],
  statistic: (drawn: readonly T[]) => number,
  options: BootstrapOptions = {},
): [number, number] {
  return percentileBootstraps(items, (drawn) => ({ value: statistic(drawn) }), options).value;
}

/** Returns the intervals of several figures, from the same draws, see {@link percentileBootstrap}. */
export function percentileBootstraps<T, K extends string>(
  items: readonly T[],
  figures: (drawn: readonly T[]) => Readonly<Record<K, number>>,
  { resamples = 2000, coverage = 0.95, seed = 0 }: BootstrapOptions = {},
): Intervals<K> {
  if (!Number.isSafeInteger(resamples) || resamples < 1) {
    throw invalidArgument('resamples', resamples, 'a positive integer');
  }
  if (!(coverage > 0 && coverage < 1)) throw invalidArgument('coverage', coverage, 'a number between 0 and 1');
  const random = new Random(seed);
  const draws = Array.from({ length: resamples }, () => figures(items.map(() => random.pick(items))));
  const intervalOf = (name: K): [number, number] => {
    const values = Float64Array.from(draws, (draw) => draw[name]).sort();
    return [quantile(values, (1 - coverage) / 2), quantile(values, (1 + coverage) / 2)];
  };
  const names = Object.keys(draws[0]!) as K[];
  return Object.fromEntries(names.map((name) => [name, intervalOf(name)])) as Intervals<K>;
}
