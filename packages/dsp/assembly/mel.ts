import { doubles } from './lanes';
import { log2 } from './log';
import { powerPair } from './power';

/**
 * Writes the filters' sums over the spectra of two frames side by side; as in TypeScript, terms with even and with odd numbers
 * are summed apart.
 */
@inline
function mel(spectra: usize, filters: usize, start: usize, nMels: i32, outA: usize, outB: usize): void {
  for (let m = 0; m < nMels; m++) {
    let s = spectra + 2 * doubles(load<i32>(start));
    const count = load<i32>(start, 4);
    const end = filters + doubles(count & ~1);
    let even = f64x2.splat(0);
    let odd = f64x2.splat(0);
    for (; filters < end; filters += 16, s += 32) {
      even = f64x2.add(even, f64x2.mul(v128.load64_splat(filters), v128.load(s)));
      odd = f64x2.add(odd, f64x2.mul(v128.load64_splat(filters, 8), v128.load(s, 16)));
    }
    if (count & 1) {
      even = f64x2.add(even, f64x2.mul(v128.load64_splat(filters), v128.load(s)));
      filters += 8;
    }
    const sum = f64x2.add(even, odd);
    v128.store64_lane(outA, sum, 0);
    v128.store64_lane(outB, sum, 1);
    start += 8;
    outA += 8;
    outB += 8;
  }
}

/** values = factor · log(max(least, values)). */
export function logarithm(values: usize, n: i32, factor: f64, least: f64): void {
  const factors = f64x2.splat(factor);
  const floor = f64x2.splat(least);
  for (const end = values + doubles(n); values < end; values += 16) {
    v128.store(values, f64x2.mul(factors, log2(f64x2.max(floor, v128.load(values)))));
  }
}

/**
 * Writes the mel bands of `count` frames, one each `hop` samples from `x`, row by row; their logarithms if `factor` is not 0.
 * `starts`: first bin and number of bins of each filter.
 */
export function bands(
  x: usize, hop: i32, count: i32, weights: usize, tables: usize, half: i32, work: usize,
  filters: usize, starts: usize, nMels: i32, factor: f64, least: f64, spectra: usize, out: usize,
): void {
  const row = doubles(nMels);
  const step = doubles(hop);
  const first = out;
  for (let t = 0; t < count; t += 2) {
    // A last frame without a partner is its own.
    const next = t + 1 < count;
    powerPair(x, next ? x + step : x, weights, tables, half, work, spectra, spectra, true);
    mel(spectra, filters, starts, nMels, out, next ? out + row : out);
    x += 2 * step;
    out += 2 * row;
  }
  if (factor != 0) logarithm(first, nMels * count, factor, least);
}
