import { quantile } from '@ser/core';
import { check } from '../signal/check.js';
import { checkMatrix, matrix, store } from '../signal/matrix.js';
import type { FeatureMatrix, Matrix } from '../signal/types.js';
import { mean } from '../signal/vector.js';

/**
 * A statistic of a coefficient over time: mean; standard deviation (of the population); least and largest value and
 * the range between; quantiles, `q50` being the median (interpolated as by numpy); slope of the regression line per
 * frame; skewness and excess kurtosis (both 0 for a constant). `q` is followed by a percentage from 0 to 100.
 */
export type Functional = 'mean' | 'std' | 'min' | 'max' | 'range' | 'slope' | 'skewness' | 'kurtosis' | `q${number}`;

/** Options of {@link functionals}. */
export interface FunctionalsOptions {
  /** The functionals, in this order. Default mean, std, min, max, range, q25, q50, q75, slope. */
  readonly functionals?: readonly Functional[] | undefined;
}

/** The functionals by default. */
const DEFAULT: readonly Functional[] = ['mean', 'std', 'min', 'max', 'range', 'q25', 'q50', 'q75', 'slope'];

type Measure = (series: Float64Array, ascending: Float64Array) => number;

const moment = (series: Float64Array, order: number) => {
  const center = mean(series);
  return mean(series, (x) => (x - center) ** order);
};

/** A standardized moment; NaN for a constant, whose deviations are but the rounding of its mean. */
const standardized = (series: Float64Array, ascending: Float64Array, order: number) =>
  ascending[0] === ascending[ascending.length - 1]
    ? Number.NaN
    : moment(series, order) / Math.sqrt(moment(series, 2)) ** order;

const MEASURES: Readonly<Record<Exclude<Functional, `q${number}`>, Measure>> = {
  mean: (series) => mean(series),
  std: (series) => Math.sqrt(moment(series, 2)),
  min: (_, ascending) => ascending[0]!,
  max: (_, ascending) => ascending[ascending.length - 1]!,
  range: (_, ascending) => ascending[ascending.length - 1]! - ascending[0]!,
  slope: (series) => {
    const middle = (series.length - 1) / 2;
    const center = mean(series);
    const spread = (series.length ** 2 - 1) / 12;
    return spread && mean(series, (x, t) => (x - center) * (t - middle)) / spread;
  },
  skewness: (series, ascending) => standardized(series, ascending, 3) || 0,
  kurtosis: (series, ascending) => standardized(series, ascending, 4) - 3 || 0,
};

/** The percentage that a quantile's name states, or `undefined` for other names. */
function percentageOf(name: string): number | undefined {
  const digits = /^q(\d{1,3}(?:\.\d{1,12})?)$/.exec(name)?.[1];
  return digits !== undefined && Number(digits) <= 100 ? Number(digits) : undefined;
}

/** Returns whether a value names a functional. */
export function isFunctional(name: unknown): name is Functional {
  return typeof name === 'string' && (Object.hasOwn(MEASURES, name) || percentageOf(name) !== undefined);
}

/** The measurement of a series that `name` stands for. */
function measureOf(name: Functional): Measure {
  check(isFunctional(name), 'functionals', name, `${Object.keys(MEASURES).join(', ')} or q0 to q100`);
  const percentage = percentageOf(name);
  if (percentage !== undefined) return (_, ascending) => quantile(ascending, percentage / 100);
  return MEASURES[name as keyof typeof MEASURES];
}

/**
 * Statistics of each coefficient over a whole utterance, whatever its length.
 *
 * @param input frames × coeffs, at least one frame
 * @returns 1 × (coeffs · functionals), coefficient by coefficient
 * @throws SerError if the matrix is empty or not finite, or a functional is unknown
 * @example
 * functionals(mfcc(signal, { nMfcc: 13 }), { functionals: ['mean', 'std'] }); // 1 × 26
 */
export function functionals(
  input: Matrix,
  { functionals: names = DEFAULT }: FunctionalsOptions = {},
  out?: FeatureMatrix,
): FeatureMatrix {
  const { data, frames, coeffs } = checkMatrix(input);
  check(names.length > 0, 'functionals', names, 'at least one name');
  const measures = names.map(measureOf);
  const values: number[] = [];
  for (let c = 0; c < coeffs; c++) {
    const series = Float64Array.from({ length: frames }, (_, t) => data[t * coeffs + c]!);
    const ascending = series.slice().sort();
    for (const measure of measures) values.push(measure(series, ascending));
  }
  return store(matrix(1, values.length, out), values);
}
