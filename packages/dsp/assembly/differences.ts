// YIN's difference function of two frames at once. Their autocorrelation up to a lag of `block` is the sum of the correlations
// of each block of samples with itself and the block after it, all by transforms of twice a block's size.
import { laterPasses, transform } from './fft';
import { complexes, doubles } from './lanes';

/** Writes the 1 + half bins of the real transform whose half-size transform is `packed`. */
function unpack(packed: usize, tables: usize, half: i32, out: usize): void {
  const turns = tables + doubles((half * 3) >> 1);
  const re0 = v128.load(packed);
  const im0 = v128.load(packed, 16);
  const zero = f64x2.splat(0);
  v128.store(out, f64x2.add(re0, im0));
  v128.store(out, zero, 16);
  v128.store(out + complexes(half), f64x2.sub(re0, im0));
  v128.store(out + complexes(half), zero, 16);
  const point5 = f64x2.splat(0.5);
  for (let k = 1, j = half - 1; k <= j; k++, j--) {
    const low = packed + complexes(k);
    const high = packed + complexes(j);
    const a = v128.load(low);
    const b = v128.load(low, 16);
    const c = v128.load(high);
    const d = v128.load(high, 16);
    const cos = v128.load64_splat(turns + 2 * doubles(k));
    const sin = v128.load64_splat(turns + 2 * doubles(k), 8);
    const evenReal = f64x2.mul(point5, f64x2.add(a, c));
    const evenImag = f64x2.mul(point5, f64x2.sub(b, d));
    const sum = f64x2.add(b, d);
    const difference = f64x2.sub(c, a);
    const oddReal = f64x2.add(f64x2.mul(cos, sum), f64x2.mul(sin, difference));
    const oddImag = f64x2.sub(f64x2.mul(cos, difference), f64x2.mul(sin, sum));
    const toHigh = out + complexes(j);
    v128.store(toHigh, f64x2.sub(evenReal, oddReal));
    v128.store(toHigh, f64x2.sub(oddImag, evenImag), 16);
    const toLow = out + complexes(k);
    v128.store(toLow, f64x2.add(evenReal, oddReal));
    v128.store(toLow, f64x2.add(evenImag, oddImag), 16);
  }
}

/** sums += conj(current) · (current + next turned by half a cycle a bin); `next` is 0 after the last block. */
function correlate(current: usize, next: usize, half: i32, sums: usize): void {
  let sign = f64x2.splat(1);
  for (const end = current + complexes(half + 1); current < end; current += 32, sums += 32) {
    const a = v128.load(current);
    const b = v128.load(current, 16);
    let re = f64x2.add(f64x2.mul(a, a), f64x2.mul(b, b));
    let im = f64x2.splat(0);
    if (next) {
      const c = v128.load(next);
      const d = v128.load(next, 16);
      re = f64x2.add(re, f64x2.mul(sign, f64x2.add(f64x2.mul(a, c), f64x2.mul(b, d))));
      im = f64x2.mul(sign, f64x2.sub(f64x2.mul(a, d), f64x2.mul(b, c)));
      next += 32;
    }
    v128.store(sums, f64x2.add(v128.load(sums), re));
    v128.store(sums, f64x2.add(v128.load(sums, 16), im), 16);
    sign = f64x2.neg(sign);
  }
}

/** The conjugate of the half-size transform of the samples whose real transform is `spectrum`. */
function repack(spectrum: usize, tables: usize, half: i32, out: usize): void {
  let turns = tables + doubles((half * 3) >> 1);
  const point5 = f64x2.splat(0.5);
  let high = spectrum + complexes(half);
  for (const end = out + complexes(half); out < end; out += 32, spectrum += 32, high -= 32, turns += 16) {
    const a = v128.load(spectrum);
    const b = v128.load(spectrum, 16);
    const c = v128.load(high);
    const d = v128.load(high, 16);
    const cos = v128.load64_splat(turns);
    const sin = v128.load64_splat(turns, 8);
    const re = f64x2.sub(a, c);
    const im = f64x2.add(b, d);
    const oddReal = f64x2.sub(f64x2.mul(cos, re), f64x2.mul(sin, im));
    const oddImag = f64x2.add(f64x2.mul(cos, im), f64x2.mul(sin, re));
    v128.store(out, f64x2.sub(f64x2.mul(point5, f64x2.add(a, c)), oddImag));
    v128.store(out, f64x2.neg(f64x2.add(f64x2.mul(point5, f64x2.sub(b, d)), oddReal)), 16);
  }
}

/**
 * Writes the cumulative mean normalized differences of `count` frames of `length` samples, one each `hop` samples from `x`, at
 * the periods from `least` to `most`, row by row. `most` is at most `block`, a power of two from 4 on. `ones`: `block` ones, then
 * twice as many zeros. After the samples lie two blocks of any finite values. `work`: scratch for 7 · `block` + 4 complexes.
 */
export function differences(
  x: usize, hop: i32, count: i32, length: i32, least: i32, most: i32, block: i32, tables: usize, ones: usize,
  work: usize, out: usize,
): void {
  const spectrum = complexes(block + 1);
  const sums = work + complexes(2 * block);
  const row = doubles(most - least + 1);
  const scale = f64x2.splat(1 / <f64>block);
  const tiny = f64x2.splat(2.2250738585072014e-308);
  for (let t = 0; t < count; t += 2) {
    const next = t + 1 < count;
    const a = x + <usize>t * doubles(hop);
    const b = next ? a + doubles(hop) : a;
    memory.fill(sums, 0, spectrum);
    let current = sums + spectrum;
    let following = current + spectrum;
    for (let from = 0; from < length; from += block) {
      const filled = min(block, length - from);
      const at = doubles(from);
      const packed = transform(a + at, b + at, ones + doubles(block - filled), tables, block, work);
      unpack(packed, tables, block, following);
      if (from) correlate(current, following, block, sums);
      const swap = current;
      current = following;
      following = swap;
    }
    correlate(current, 0, block, sums);
    repack(sums, tables, block, work);
    // Even lags in the real parts, odd ones, negated, in the imaginary parts.
    const result = laterPasses(work, work + complexes(block), tables, block, 1);
    const zeroth = f64x2.mul(scale, v128.load(result));
    let energy = f64x2.splat(0);
    let sum = energy;
    let outA = out + <usize>t * row;
    let outB = next ? outA + row : outA;
    for (let period = 1; period <= most; period++) {
      const before = doubles(period - 1);
      const samples = v128.load64_lane(b + before, v128.load64_zero(a + before), 1);
      energy = f64x2.add(energy, f64x2.mul(samples, samples));
      let lag = v128.load(result + 2 * doubles(period));
      lag = f64x2.mul(period & 1 ? f64x2.neg(scale) : scale, lag);
      let difference = f64x2.mul(f64x2.splat(2), f64x2.sub(zeroth, lag));
      // librosa forgets the energy that period 1 leaves out; its numbers depend on it.
      if (period > 1) difference = f64x2.sub(difference, energy);
      sum = f64x2.add(sum, difference);
      if (period < least) continue;
      const mean = f64x2.add(f64x2.div(sum, f64x2.splat(<f64>period)), tiny);
      const value = f64x2.div(difference, mean);
      v128.store64_lane(outA, value, 0);
      v128.store64_lane(outB, value, 1);
      outA += 8;
      outB += 8;
    }
  }
}
