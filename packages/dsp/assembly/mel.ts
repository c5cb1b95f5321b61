import { doubles } from './lanes';
import { log2 } from './log';
import { powerPair } from './power';

/** Writes the filters' sums over a spectrum; as in TypeScript, terms with even and with odd numbers are summed apart. */
@inline
function mel(spectrum: usize, filters: usize, start: usize, nMels: i32, out: usize): void {
  for (let m = 0; m < nMels; m++) {
    let s = spectrum + doubles(load<i32>(start));
    const count = load<i32>(start, 4);
    const end = filters + doubles(count & ~1);
    let sums = f64x2.splat(0);
    for (; filters < end; filters += 16, s += 16) sums = f64x2.add(sums, f64x2.mul(v128.load(filters), v128.load(s)));
    if (count & 1) {
      sums = f64x2.add(sums, f64x2.mul(v128.load64_zero(filters), v128.load64_zero(s)));
      filters += 8;
    }
    store<f64>(out, f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1));
    start += 8;
    out += 8;
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
  const bins = doubles(half + 2) & ~15;
  const row = doubles(nMels);
  const step = doubles(hop);
  const first = out;
  for (let t = 0; t < count; t += 2) {
    const next = t + 1 < count;
    powerPair(x, next ? x + step : x, weights, tables, half, work, spectra, spectra + bins);
    mel(spectra, filters, starts, nMels, out);
    if (next) mel(spectra + bins, filters, starts, nMels, out + row);
    x += 2 * step;
    out += 2 * row;
  }
  if (factor != 0) logarithm(first, nMels * count, factor, least);
}
