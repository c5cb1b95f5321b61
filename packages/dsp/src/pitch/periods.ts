import { parabolicShift } from '../signal/parabola.js';
import { argMax, sum } from '../signal/vector.js';

/** A period of the voice. */
export interface Period {
  /** Samples to the next one; NaN where the voice does not repeat. */
  readonly length: number;
  /** Peak to peak. */
  readonly amplitude: number;
}

/** Share of the compared segment that lies before the peak of a period. */
const LEAD = 0.25;
/** Correlation from which on the next period counts as a repetition. */
const LEAST_LIKENESS = 0.5;

/**
 * The lag within a fifth of `expected` at which the `width` samples from `from` repeat best, refined by a parabola; NaN
 * if they do not repeat.
 */
function bestLag(samples: Float64Array, from: number, width: number, expected: number): number {
  const least = Math.max(1, Math.floor(0.8 * expected) - 1);
  const most = Math.ceil(1.2 * expected) + 1;
  const dot = (a: number, b: number) => sum(samples.subarray(a, a + width), (x, i) => x * samples[b + i]!);
  const own = dot(from, from);
  const likeness = Float64Array.from({ length: most - least + 1 }, (_, i) => {
    const to = from + least + i;
    return dot(from, to) / Math.sqrt(own * dot(to, to)) || 0;
  });
  const best = argMax(likeness, 1);
  return likeness[best]! >= LEAST_LIKENESS ? least + best + parabolicShift(likeness, best) : Number.NaN;
}

/**
 * The periods of a stretch of voice, each found where the one before it repeats, to fractions of a sample.
 *
 * @param lengthAt the expected length in samples of the period at a sample
 */
export function followPeriods(
  samples: Float64Array,
  { start, end }: { start: number; end: number },
  lengthAt: (sample: number) => number,
): Period[] {
  const periods: Period[] = [];
  // The first period's peak, so that no boundary between periods cuts one.
  let at = start;
  for (let i = start, stop = Math.min(end, start + lengthAt(start)); i < stop; i++)
    if (Math.abs(samples[i]!) > Math.abs(samples[at]!)) at = i;
  while (at <= end) {
    const expected = lengthAt(at);
    const width = Math.round(expected);
    const middle = Math.round(at) - (width >> 1);
    const from = Math.round(at - LEAD * expected);
    if (from + width + Math.ceil(1.2 * expected) + 1 >= samples.length) break;
    let step = expected;
    if (middle >= 0) {
      const cycle = samples.subarray(middle, middle + width);
      const length = bestLag(samples, from, width, expected);
      periods.push({ length, amplitude: Math.max(...cycle) - Math.min(...cycle) });
      step = length || expected;
    }
    at = Math.round(at) + step;
  }
  return periods;
}
