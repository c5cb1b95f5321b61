// Minimal filtering by three taps along one dimension: the transforms of tiles to and from the points, see winograd-2d.ts.
import { NR } from './pack';
import { floats, madd } from './simd';

/** Convolution at stride 1; at stride 2; the gradient of the input of the latter, which is one at stride 1 ÷ 2. */
export const UNIT: i32 = 0;
export const DOWN: i32 = 1;
export const UP: i32 = 2;

export const TAPS: i32 = 3;
/** Values that a kernel has at the points. At stride 2 the last one belongs to all products of odd inputs. */
export const KERNEL: i32 = 6;
/** The most values of anything on a side of a tile. */
export const WIDEST: i32 = 9;

/** Inputs of a tile on a side. */
@inline
export function inputsOf(kind: i32): i32 {
  return kind == UNIT ? 6 : kind == DOWN ? 9 : 5;
}

/** Outputs of a tile on a side. */
@inline
export function outputsOf(kind: i32): i32 {
  return kind == UP ? 8 : 4;
}

/** Inputs from a tile to the next. */
@inline
export function inputStep(kind: i32): i32 {
  return kind == DOWN ? 8 : 4;
}

/** Products of a tile on a side. */
@inline
export function pointsOf(kind: i32): i32 {
  return kind == UNIT ? 6 : 9;
}

/*
 * Factors, which loops load: V8 would build a constant again in every round.
 */
const FOUR: usize = 0;
const MINUS_FOUR: usize = 16;
export const FACTORS: usize = 32;

export function writeFactors(table: usize): void {
  v128.store(table + FOUR, f32x4.splat(4));
  v128.store(table + MINUS_FOUR, f32x4.splat(-4));
}

/** Stores four values, `unit` bytes apart. */
@inline
function put(to: usize, values: v128, unit: usize): void {
  if (unit == 4) {
    v128.store(to, values);
    return;
  }
  v128.store_lane<f32>(to, values, 0);
  v128.store_lane<f32>(to + unit, values, 1);
  v128.store_lane<f32>(to + 2 * unit, values, 2);
  v128.store_lane<f32>(to + 3 * unit, values, 3);
}

/** Takes the inputs of a tile, `step` bytes apart, to the points: what products with a kernel's values are read from. */
@inline
export function inputPoints(
  kind: i32, from: usize, step: usize, to: usize, apart: usize, unit: usize, table: usize,
): void {
  if (kind == UNIT) unitPoints(from, step, to, apart, unit, v128.load(table + FOUR), v128.load(table + MINUS_FOUR));
  else stridedPoints(from, step, kind == DOWN ? 2 * step : step, to, apart, unit);
}

/** Points 0, ±1, ±2, ∞. */
@inline
function unitPoints(
  from: usize, step: usize, to: usize, apart: usize, unit: usize, four: v128, minusFour: v128,
): void {
  let p = from;
  const d0 = v128.load(p);
  const d1 = v128.load((p += step));
  const d2 = v128.load((p += step));
  const d3 = v128.load((p += step));
  const d4 = v128.load((p += step));
  const d5 = v128.load(p + step);
  const even = f32x4.sub(d4, d2);
  let odd = f32x4.sub(d3, d1);
  let q = to;
  put(q, madd(f32x4.sub(d0, d2), four, even), unit);
  const evenToo = madd(d2, minusFour, d4);
  const oddToo = madd(d1, minusFour, d3);
  put((q += apart), f32x4.add(evenToo, oddToo), unit);
  put((q += apart), f32x4.sub(evenToo, oddToo), unit);
  const last = madd(odd, minusFour, f32x4.sub(d5, d3));
  odd = f32x4.add(odd, odd);
  put((q += apart), f32x4.add(even, odd), unit);
  put((q += apart), f32x4.sub(even, odd), unit);
  put(q + apart, last, unit);
}

/** Stores the values that one tap sees alone. */
@inline
function putFour(d0: v128, d1: v128, d2: v128, d3: v128, to: usize, apart: usize, unit: usize): void {
  let q = to;
  put(q, d0, unit);
  put((q += apart), d1, unit);
  put((q += apart), d2, unit);
  put(q + apart, d3, unit);
}

/**
 * Five values, of which the outer taps see neighbors, to the points 0, ±1, 2 and ∞, and the four that the middle tap sees
 * alone: at stride 2 the even and the odd inputs; on the way back all of them, and all but the first.
 */
@inline
function stridedPoints(from: usize, first: usize, step: usize, to: usize, apart: usize, unit: usize): void {
  let p = from;
  const d0 = v128.load(p);
  const d1 = v128.load((p += step));
  const d2 = v128.load((p += step));
  const d3 = v128.load((p += step));
  const d4 = v128.load(p + step);
  let q = to;
  const outer = f32x4.sub(d3, d1);
  let twice = f32x4.sub(d0, d2);
  twice = f32x4.add(twice, twice);
  put(q, f32x4.add(twice, outer), unit);
  put((q += apart), f32x4.sub(outer, f32x4.add(d1, d2)), unit);
  const inner = f32x4.sub(d1, d2);
  twice = f32x4.add(inner, inner);
  put((q += apart), f32x4.add(outer, f32x4.add(twice, inner)), unit);
  put((q += apart), outer, unit);
  twice = f32x4.add(outer, outer);
  put((q += apart), f32x4.sub(f32x4.sub(d4, d2), twice), unit);
  p = from + first;
  const e0 = v128.load(p);
  const e1 = v128.load((p += step));
  const e2 = v128.load((p += step));
  putFour(e0, e1, e2, v128.load(p + step), q + apart, apart, unit);
}

/** Takes sums at the points, `apart` bytes from each other, back to `count` outputs; `plus` is added to each. */
@inline
export function outputs(
  kind: i32, from: usize, apart: usize, to: usize, step: usize, count: i32, plus: v128, table: usize,
): void {
  const four = v128.load(table + FOUR);
  if (kind == UNIT) unitOutputs(from, apart, to, step, count, plus, four);
  else stridedOutputs(kind, from, apart, to, step, count, plus, four);
}

@inline
function unitOutputs(from: usize, apart: usize, to: usize, step: usize, count: i32, plus: v128, four: v128): void {
  let p = from;
  const m0 = v128.load(p);
  let plusOne = v128.load((p += apart));
  let minusOne = v128.load((p += apart));
  const even1 = f32x4.add(f32x4.add(plusOne, minusOne), plus);
  const odd1 = f32x4.add(f32x4.sub(plusOne, minusOne), plus);
  plusOne = v128.load((p += apart));
  minusOne = v128.load((p += apart));
  const even2 = f32x4.add(plusOne, minusOne);
  let odd2 = f32x4.sub(plusOne, minusOne);
  odd2 = f32x4.add(odd2, odd2);
  v128.store(to, f32x4.add(m0, f32x4.add(even1, even2)));
  if (count > 1) v128.store(to + step, f32x4.add(odd1, odd2));
  if (count > 2) v128.store(to + 2 * step, madd(even2, four, even1));
  if (count > 3) v128.store(to + 3 * step, f32x4.add(madd(odd2, four, odd1), v128.load(p + apart)));
}

@inline
function stridedOutputs(
  kind: i32, from: usize, apart: usize, to: usize, step: usize, count: i32, plus: v128, four: v128,
): void {
  let p = from;
  const m0 = v128.load(p);
  const plusOne = v128.load((p += apart));
  const minusOne = v128.load((p += apart));
  const even = f32x4.add(f32x4.add(plusOne, minusOne), plus);
  const odd = f32x4.add(f32x4.sub(plusOne, minusOne), plus);
  const two = v128.load((p += apart));
  const twice = f32x4.add(two, two);
  const y0 = f32x4.add(f32x4.add(m0, two), even);
  const y1 = f32x4.add(odd, twice);
  const y2 = madd(two, four, even);
  const y3 = f32x4.add(madd(twice, four, odd), v128.load((p += apart)));
  const alone0 = v128.load((p += apart));
  const alone1 = v128.load((p += apart));
  const alone2 = v128.load((p += apart));
  const alone3 = v128.load(p + apart);
  if (kind == DOWN) {
    v128.store(to, f32x4.add(y0, alone0));
    if (count > 1) v128.store(to + step, f32x4.add(y1, alone1));
    if (count > 2) v128.store(to + 2 * step, f32x4.add(y2, alone2));
    if (count > 3) v128.store(to + 3 * step, f32x4.add(y3, alone3));
    return;
  }
  v128.store(to, y0);
  if (count > 1) v128.store(to + step, f32x4.add(alone0, plus));
  if (count > 2) v128.store(to + 2 * step, y1);
  if (count > 3) v128.store(to + 3 * step, f32x4.add(alone1, plus));
  if (count > 4) v128.store(to + 4 * step, y2);
  if (count > 5) v128.store(to + 5 * step, f32x4.add(alone2, plus));
  if (count > 6) v128.store(to + 6 * step, y3);
  if (count > 7) v128.store(to + 7 * step, f32x4.add(alone3, plus));
}

/** Takes three values of a kernel to the points, each times 1 / Π (point − other points). */
@inline
export function kernelPoints(kind: i32, from: usize, step: usize, to: usize, apart: usize, unit: usize): void {
  const k0 = v128.load(from);
  const k1 = v128.load(from + step);
  const k2 = v128.load(from + 2 * step);
  const sixth = f32x4.splat(<f32>(1.0 / 6.0));
  let q = to;
  if (kind == UNIT) {
    const quarter = f32x4.splat(0.25);
    let even = f32x4.mul(f32x4.add(k0, k2), sixth);
    let odd = f32x4.mul(k1, sixth);
    put(q, f32x4.mul(k0, quarter), unit);
    put((q += apart), f32x4.sub(f32x4.neg(even), odd), unit);
    put((q += apart), f32x4.sub(odd, even), unit);
    even = f32x4.mul(f32x4.mul(madd(k2, f32x4.splat(4), k0), sixth), quarter);
    odd = f32x4.mul(f32x4.add(odd, odd), quarter);
    put((q += apart), f32x4.add(even, odd), unit);
    put((q += apart), f32x4.sub(even, odd), unit);
    put(q + apart, k2, unit);
    return;
  }
  const half = f32x4.splat(0.5);
  put(q, f32x4.mul(k0, half), unit);
  put((q += apart), f32x4.neg(f32x4.mul(f32x4.add(k0, k2), half)), unit);
  put((q += apart), f32x4.mul(f32x4.sub(k2, k0), sixth), unit);
  put((q += apart), f32x4.mul(f32x4.add(k0, f32x4.add(k2, k2)), sixth), unit);
  put((q += apart), k2, unit);
  put(q + apart, k1, unit);
}

/** Takes four gradients of outputs to the points. */
@inline
export function gradPoints(
  kind: i32, d0: v128, d1: v128, d2: v128, d3: v128, to: usize, apart: usize, table: usize,
): void {
  const four = v128.load(table + FOUR);
  let q = to;
  v128.store(q, d0);
  let even = f32x4.add(d0, d2);
  let odd = f32x4.add(d1, d3);
  v128.store((q += apart), f32x4.add(even, odd));
  v128.store((q += apart), f32x4.sub(even, odd));
  even = madd(d2, four, d0);
  odd = madd(d3, four, d1);
  odd = f32x4.add(odd, odd);
  v128.store((q += apart), f32x4.add(even, odd));
  if (kind == UNIT) v128.store((q += apart), f32x4.sub(even, odd));
  v128.store((q += apart), d3);
  if (kind == UNIT) return;
  putFour(d0, d1, d2, d3, q + apart, apart, 4);
}

/** Takes sums over the points, `apart` bytes from each other, to the gradients of three taps. */
@inline
export function tapsOf(kind: i32, from: usize, apart: usize, to: usize, step: usize): void {
  let p = from;
  const s0 = v128.load(p);
  const plusOne = v128.load((p += apart));
  const minusOne = v128.load((p += apart));
  if (kind == UNIT) {
    const sixth = f32x4.splat(<f32>(-1.0 / 6.0));
    const even1 = f32x4.mul(f32x4.add(plusOne, minusOne), sixth);
    const odd1 = f32x4.mul(f32x4.sub(plusOne, minusOne), sixth);
    const plusTwo = v128.load((p += apart));
    const minusTwo = v128.load((p += apart));
    const even2 = f32x4.mul(f32x4.add(plusTwo, minusTwo), f32x4.splat(<f32>(1.0 / 24.0)));
    const odd2 = f32x4.mul(f32x4.sub(plusTwo, minusTwo), f32x4.splat(<f32>(1.0 / 12.0)));
    v128.store(to, f32x4.add(f32x4.mul(s0, f32x4.splat(0.25)), f32x4.add(even1, even2)));
    v128.store(to + step, f32x4.add(odd1, odd2));
    v128.store(to + 2 * step, f32x4.add(madd(even2, f32x4.splat(4), even1), v128.load(p + apart)));
    return;
  }
  const half = f32x4.splat(0.5);
  const sixth = f32x4.splat(<f32>(1.0 / 6.0));
  const one = f32x4.mul(plusOne, half);
  const minus = f32x4.mul(minusOne, sixth);
  const two = f32x4.mul(v128.load((p += apart)), sixth);
  const first = f32x4.sub(f32x4.sub(f32x4.mul(s0, half), one), f32x4.sub(minus, two));
  const last = f32x4.add(f32x4.sub(minus, one), f32x4.add(two, two));
  v128.store(to, first);
  v128.store(to + 2 * step, f32x4.add(last, v128.load((p += apart))));
  v128.store(to + step, v128.load(p + apart));
}

/** Where element (k, n) of a packed right operand of K rows lies, in bytes. */
@inline
export function panelOf(k: i32, n: i32, K: i32): usize {
  return floats((n / NR) * K * NR + k * NR + (n % NR));
}
