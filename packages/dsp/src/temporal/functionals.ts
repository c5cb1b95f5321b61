import { check } from '../signal/check.js';
import { checkMatrix, matrix, store } from '../signal/matrix.js';
import { quantile } from '../signal/quantile.js';
import type { FeatureMatrix, Matrix } from '../signal/types.js';
import { mean } from '../signal/vector.js';

/**
 * What is said of a coefficient over time: mean; standard deviation (of the population); least and largest value and
 * the range between; quantiles, `q50` being the median (interpolated as by numpy); slope of the regression line per
 * frame; skewness and excess kurtosis (both 0 for a constant). `q` is followed by a percentage from 0 to 100.
 */
export type Functional = 'mean' | 'std' | 'min' | 'max' | 'range' | 'slope' | 'skewness' | 'kurtosis' | `q${number}`;

/** Options of {@link functionals}. */
export interface FunctionalsOptions {
  /** Which functionals, in this order. Default mean, std, min, max, range, q25, q50, q75, slope. */
  functionals?: readonly Functional[];
}

const DEFAULT: readonly Functional[] = ['mean', 'std', 'min', 'max', 'range', 'q25', 'q50', 'q75', 'slope'];

/** The measurement of a series that `name` stands for. */
function measureOf(name: Functional): (series: Float64Array, ascending: Float64Array) => number {
  const moment = (series: Float64Array, order: number) => {
    const center = mean(series);
    return mean(series, (x) => (x - center) ** order);
  };
  const standard = (series: Float64Array, order: number) => {
    const spread = Math.sqrt(moment(series, 2));
    // Deviations below the rounding of the mean say nothing.
    return spread > 1e-15 * Math.abs(mean(series)) ? moment(series, order) / spread ** order : Number.NaN;
  };
  const measures: Record<
    Exclude<Functional, `q${number}`>,
    (series: Float64Array, ascending: Float64Array) => number
  > = {
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
    skewness: (series) => standard(series, 3) || 0,
    kurtosis: (series) => standard(series, 4) - 3 || 0,
  };
  const percent = /^q(\d+(?:\.\d+)?)$/.exec(name);
  if (percent && Number(percent[1]) <= 100) return (_, ascending) => quantile(ascending, Number(percent[1]) / 100);
  check(Object.hasOwn(measures, name), 'functionals', name, `${Object.keys(measures).join(', ')} or q0 to q100`);
  return measures[name as keyof typeof measures];
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
