// Complex transforms of two frames at once, of a power of two from 4 on, by Stockham's passes of radix 4, which leave the
// results in order. Tables of a size: cos and sin of 2π p / size, of twice and of three times that angle, for each p below
// size / 4, then halves of cos and sin of π k / size for each k below size.
import { complexes, firsts, seconds } from './lanes';

/** The first pass: samples of frames at `a` and `b`, each times its weight. */
function firstPass(a: usize, b: usize, weights: usize, twiddles: usize, size: i32, out: usize): void {
  const quarter = <usize>size << 2;
  const end = a + quarter;
  while (a < end) {
    const b1 = b + quarter;
    const a1 = a + quarter;
    const w1 = weights + quarter;
    let u = v128.load(a);
    let v = v128.load(b);
    let w = v128.load(weights);
    u = f64x2.mul(u, w);
    v = f64x2.mul(v, w);
    const re0 = firsts(u, v);
    const im0 = seconds(u, v);
    w = v128.load(w1 + quarter);
    u = f64x2.mul(v128.load(a1 + quarter), w);
    v = f64x2.mul(v128.load(b1 + quarter), w);
    const re2 = firsts(u, v);
    const im2 = seconds(u, v);
    const sumRe = f64x2.add(re0, re2);
    const sumIm = f64x2.add(im0, im2);
    const differenceRe = f64x2.sub(re0, re2);
    const differenceIm = f64x2.sub(im0, im2);
    w = v128.load(w1);
    u = f64x2.mul(v128.load(a1), w);
    v = f64x2.mul(v128.load(b1), w);
    const re1 = firsts(u, v);
    const im1 = seconds(u, v);
    w = v128.load(w1 + 2 * quarter);
    u = f64x2.mul(v128.load(a1 + 2 * quarter), w);
    v = f64x2.mul(v128.load(b1 + 2 * quarter), w);
    const re3 = firsts(u, v);
    const im3 = seconds(u, v);
    const otherSumRe = f64x2.add(re1, re3);
    const otherSumIm = f64x2.add(im1, im3);
    const otherDifferenceRe = f64x2.sub(re1, re3);
    const otherDifferenceIm = f64x2.sub(im1, im3);
    v128.store(out, f64x2.add(sumRe, otherSumRe));
    v128.store(out, f64x2.add(sumIm, otherSumIm), 16);
    turn(f64x2.add(differenceRe, otherDifferenceIm), f64x2.sub(differenceIm, otherDifferenceRe), twiddles, out + 32);
    turn(f64x2.sub(sumRe, otherSumRe), f64x2.sub(sumIm, otherSumIm), twiddles + 16, out + 64);
    turn(f64x2.sub(differenceRe, otherDifferenceIm), f64x2.add(differenceIm, otherDifferenceRe), twiddles + 32, out + 96);
    a += 16;
    b += 16;
    weights += 16;
    twiddles += 48;
    out += 128;
  }
}

/** Stores (u + iv) times (cos - i sin). */
@inline
function turn(u: v128, v: v128, twiddle: usize, out: usize): void {
  const cos = v128.load64_splat(twiddle);
  const sin = v128.load64_splat(twiddle, 8);
  v128.store(out, f64x2.add(f64x2.mul(cos, u), f64x2.mul(sin, v)));
  v128.store(out, f64x2.sub(f64x2.mul(cos, v), f64x2.mul(sin, u)), 16);
}

/** A pass over results of `stride` numbers each. */
function laterPass(data: usize, twiddles: usize, size: i32, stride: i32, out: usize): void {
  const quarter = <usize>size << 3;
  const step = complexes(stride);
  const end = data + quarter;
  let t = twiddles;
  // The first group turns by nothing.
  for (const stop = data + step; data < stop; data += 32, out += 32) {
    const d1 = data + quarter;
    const d2 = d1 + quarter;
    const d3 = d2 + quarter;
    const re0 = v128.load(data);
    const im0 = v128.load(data, 16);
    const re2 = v128.load(d2);
    const im2 = v128.load(d2, 16);
    const sumRe = f64x2.add(re0, re2);
    const sumIm = f64x2.add(im0, im2);
    const differenceRe = f64x2.sub(re0, re2);
    const differenceIm = f64x2.sub(im0, im2);
    const re1 = v128.load(d1);
    const im1 = v128.load(d1, 16);
    const re3 = v128.load(d3);
    const im3 = v128.load(d3, 16);
    const otherSumRe = f64x2.add(re1, re3);
    const otherSumIm = f64x2.add(im1, im3);
    const otherDifferenceRe = f64x2.sub(re1, re3);
    const otherDifferenceIm = f64x2.sub(im1, im3);
    let o = out;
    v128.store(o, f64x2.add(sumRe, otherSumRe));
    v128.store(o, f64x2.add(sumIm, otherSumIm), 16);
    o += step;
    v128.store(o, f64x2.add(differenceRe, otherDifferenceIm));
    v128.store(o, f64x2.sub(differenceIm, otherDifferenceRe), 16);
    o += step;
    v128.store(o, f64x2.sub(sumRe, otherSumRe));
    v128.store(o, f64x2.sub(sumIm, otherSumIm), 16);
    o += step;
    v128.store(o, f64x2.sub(differenceRe, otherDifferenceIm));
    v128.store(o, f64x2.add(differenceIm, otherDifferenceRe), 16);
  }
  while (data < end) {
    out += 3 * step;
    t += 48 * <usize>stride;
    const cos1 = v128.load64_splat(t);
    const sin1 = v128.load64_splat(t, 8);
    const cos2 = v128.load64_splat(t, 16);
    const sin2 = v128.load64_splat(t, 24);
    const cos3 = v128.load64_splat(t, 32);
    const sin3 = v128.load64_splat(t, 40);
    for (const stop = data + step; data < stop; data += 32, out += 32) {
      const d1 = data + quarter;
      const d2 = d1 + quarter;
      const d3 = d2 + quarter;
      const re0 = v128.load(data);
      const im0 = v128.load(data, 16);
      const re2 = v128.load(d2);
      const im2 = v128.load(d2, 16);
      const sumRe = f64x2.add(re0, re2);
      const sumIm = f64x2.add(im0, im2);
      const differenceRe = f64x2.sub(re0, re2);
      const differenceIm = f64x2.sub(im0, im2);
      const re1 = v128.load(d1);
      const im1 = v128.load(d1, 16);
      const re3 = v128.load(d3);
      const im3 = v128.load(d3, 16);
      const otherSumRe = f64x2.add(re1, re3);
      const otherSumIm = f64x2.add(im1, im3);
      const otherDifferenceRe = f64x2.sub(re1, re3);
      const otherDifferenceIm = f64x2.sub(im1, im3);
      let o = out;
      v128.store(o, f64x2.add(sumRe, otherSumRe));
      v128.store(o, f64x2.add(sumIm, otherSumIm), 16);
      o += step;
      let u = f64x2.add(differenceRe, otherDifferenceIm);
      let v = f64x2.sub(differenceIm, otherDifferenceRe);
      v128.store(o, f64x2.add(f64x2.mul(cos1, u), f64x2.mul(sin1, v)));
      v128.store(o, f64x2.sub(f64x2.mul(cos1, v), f64x2.mul(sin1, u)), 16);
      o += step;
      u = f64x2.sub(sumRe, otherSumRe);
      v = f64x2.sub(sumIm, otherSumIm);
      v128.store(o, f64x2.add(f64x2.mul(cos2, u), f64x2.mul(sin2, v)));
      v128.store(o, f64x2.sub(f64x2.mul(cos2, v), f64x2.mul(sin2, u)), 16);
      o += step;
      u = f64x2.sub(differenceRe, otherDifferenceIm);
      v = f64x2.add(differenceIm, otherDifferenceRe);
      v128.store(o, f64x2.add(f64x2.mul(cos3, u), f64x2.mul(sin3, v)));
      v128.store(o, f64x2.sub(f64x2.mul(cos3, v), f64x2.mul(sin3, u)), 16);
    }
  }
}

/** The last pass where only a factor of two is left. */
function lastPass(data: usize, size: i32, out: usize): void {
  const half = <usize>size << 4;
  for (const end = data + half; data < end; data += 32, out += 32) {
    const re0 = v128.load(data);
    const im0 = v128.load(data, 16);
    const re1 = v128.load(data + half);
    const im1 = v128.load(data + half, 16);
    v128.store(out, f64x2.add(re0, re1));
    v128.store(out, f64x2.add(im0, im1), 16);
    v128.store(out + half, f64x2.sub(re0, re1));
    v128.store(out + half, f64x2.sub(im0, im1), 16);
  }
}

/** The passes from results of `stride` numbers on, between `data` and `other`. Returns where the result lies. */
export function laterPasses(data: usize, other: usize, twiddles: usize, size: i32, stride: i32): usize {
  for (; stride < size; stride *= 4) {
    if (2 * stride == size) lastPass(data, size, other);
    else laterPass(data, twiddles, size, stride, other);
    const swap = data;
    data = other;
    other = swap;
  }
  return data;
}

/** Transforms `size` complex numbers that lie by turns from `a` and `b`, times weights. Returns where the result lies. */
export function transform(a: usize, b: usize, weights: usize, twiddles: usize, size: i32, work: usize): usize {
  firstPass(a, b, weights, twiddles, size, work);
  return laterPasses(work, work + complexes(size), twiddles, size, 4);
}
