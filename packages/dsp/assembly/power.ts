import { transform } from './fft';
import { complexes, doubles } from './lanes';

/** Stores the squared magnitudes of bin `k` of two frames: into a row each, or side by side where `together`. */
@inline
function store2(value: v128, k: i32, outA: usize, outB: usize, together: bool): void {
  if (together) {
    v128.store(outA + 2 * doubles(k), value);
  } else {
    v128.store64_lane(outA + doubles(k), value, 0);
    v128.store64_lane(outB + doubles(k), value, 1);
  }
}

/**
 * Writes the 1 + half squared magnitudes of the real transforms of frames at `a` and `b`, whose weights are halves, as the
 * tables' last ones are not: to `outA` and `outB`, or side by side to
 * `outA`.
 */
@inline
export function powerPair(
  a: usize, b: usize, weights: usize, tables: usize, half: i32, work: usize, outA: usize, outB: usize, together: bool,
): void {
  const packed = transform(a, b, weights, tables, half, work);
  const re0 = v128.load(packed);
  const im0 = v128.load(packed, 16);
  const two = f64x2.splat(2);
  const sum = f64x2.mul(two, f64x2.add(re0, im0));
  const difference = f64x2.mul(two, f64x2.sub(re0, im0));
  store2(f64x2.mul(sum, sum), 0, outA, outB, together);
  store2(f64x2.mul(difference, difference), half, outA, outB, together);
  let turns = tables + doubles((half * 3) >> 1) + 16;
  let low = packed + 32;
  let high = packed + complexes(half - 1);
  for (let k = 1, j = half - 1; k <= j; k++, j--, low += 32, high -= 32, turns += 16) {
    const a = v128.load(low);
    const b = v128.load(low, 16);
    const c = v128.load(high);
    const d = v128.load(high, 16);
    const cos = v128.load64_splat(turns);
    const sin = v128.load64_splat(turns, 8);
    const evenReal = f64x2.add(a, c);
    const evenImag = f64x2.sub(b, d);
    const sum = f64x2.add(b, d);
    const difference = f64x2.sub(c, a);
    const oddReal = f64x2.add(f64x2.mul(cos, sum), f64x2.mul(sin, difference));
    const oddImag = f64x2.sub(f64x2.mul(cos, difference), f64x2.mul(sin, sum));
    let re = f64x2.add(evenReal, oddReal);
    let im = f64x2.add(evenImag, oddImag);
    store2(f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im)), k, outA, outB, together);
    re = f64x2.sub(evenReal, oddReal);
    im = f64x2.sub(evenImag, oddImag);
    store2(f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im)), j, outA, outB, together);
  }
}

/** Writes the power spectra of `count` frames, one each `hop` samples from `x`, row by row. `work`: scratch for 2 · half complexes. */
export function power(
  x: usize, hop: i32, count: i32, weights: usize, tables: usize, half: i32, work: usize, out: usize,
): void {
  const row = doubles(half + 1);
  const step = doubles(hop);
  for (let t = 0; t < count; t += 2) {
    // A last frame without a partner is its own.
    const next = t + 1 < count ? step : 0;
    powerPair(x, x + next, weights, tables, half, work, out, next ? out + row : out, false);
    x += 2 * step;
    out += 2 * row;
  }
}
