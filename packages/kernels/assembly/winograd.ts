// Convolutions over time by minimal filtering (Winograd 1980; Lavin and Gray 2016), channels last, stride 1.
//
// A tile of m = 9 − taps outputs sees 8 inputs. Input, outputs and kernel are taken as polynomials of time and evaluated
// at the points 0, ±1, ±2, ±½ and ∞; there the convolution is 8 products of matrices [tiles, C]·[C, N], where the direct
// one needs m·taps of them: 2.5 times as many for 5 taps. C and N are multiples of 4.
//
// "Planes" are 8 matrices one after the other, one a point.
import { ADD, gemmPlain, STORE } from './gemm';
import { packB, packedBytes } from './pack';
import { floats, madd } from './simd';

const POINTS: i32 = 8;

/** Tiles that are worked on at a time: what they take stays in the second-level cache. */
const BLOCK: i32 = 60;
/** The same for the gradient of the filter, where the tiles are the depth of the products. */
const DEEP_BLOCK: i32 = 120;

/** Bytes of scratch for the planes of a block of tiles with n values each. */
export function winogradPlaneBytes(n: i32): i32 {
  return POINTS * DEEP_BLOCK * n * 4;
}

/*
 * Factors of the transforms, which loops load: V8 would build a constant again in every round. The zeros that stand for
 * steps before and after the input follow them.
 */
const FOUR: usize = 0;
const QUARTER: usize = 16;
const HALF: usize = 32;
const FACTOR_5_25: usize = 48;
const FACTOR_4_25: usize = 64;
const FACTOR_1_25: usize = 80;
const FACTORS: usize = 96;

/** Bytes of the factors and C zeros. */
export function winogradTableBytes(C: i32): i32 {
  return <i32>FACTORS + C * 4;
}

function writeTable(table: usize, C: i32): void {
  v128.store(table + FOUR, f32x4.splat(4));
  v128.store(table + QUARTER, f32x4.splat(0.25));
  v128.store(table + HALF, f32x4.splat(0.5));
  v128.store(table + FACTOR_5_25, f32x4.splat(5.25));
  v128.store(table + FACTOR_4_25, f32x4.splat(4.25));
  v128.store(table + FACTOR_1_25, f32x4.splat(1.25));
  memory.fill(table + FACTORS, 0, floats(C));
}

/**
 * Evaluates polynomials with `count` coefficients, `stride` bytes apart, of which the last is number `degree`, at the
 * points; n values side by side. What the kernel's values are multiplied by is left to `winogradKernel`.
 */
function evaluate(
  from: usize, stride: usize, count: i32, degree: i32, n: i32, table: usize, planes: usize, plane: usize,
): void {
  const end = floats(n);
  const four = v128.load(table + FOUR);
  const quarter = v128.load(table + QUARTER);
  const half = v128.load(table + HALF);
  const top = from + <usize>((count - 1) & ~1) * stride;
  for (let c: usize = 0; c < end; c += 16) {
    // Horner's rule in the squares of the points, from the last even coefficient and its successor, if any, down.
    let p = top + c;
    let e1 = v128.load(p);
    let e2 = e1;
    let e3 = e1;
    let o1 = f32x4.splat(0);
    if (!(count & 1)) o1 = v128.load(p + stride);
    let o2 = o1;
    let o3 = o1;
    while (p != from + c) {
      p -= 2 * stride;
      const even = v128.load(p);
      const odd = v128.load(p + stride);
      e1 = f32x4.add(e1, even);
      o1 = f32x4.add(o1, odd);
      e2 = madd(e2, four, even);
      o2 = madd(o2, four, odd);
      e3 = madd(e3, quarter, even);
      o3 = madd(o3, quarter, odd);
    }
    o2 = f32x4.add(o2, o2);
    o3 = f32x4.mul(o3, half);
    let q = planes + c;
    v128.store(q, v128.load(from + c));
    v128.store((q += plane), f32x4.add(e1, o1));
    v128.store((q += plane), f32x4.sub(e1, o1));
    v128.store((q += plane), f32x4.add(e2, o2));
    v128.store((q += plane), f32x4.sub(e2, o2));
    v128.store((q += plane), f32x4.add(e3, o3));
    v128.store((q += plane), f32x4.sub(e3, o3));
    v128.store(q + plane, degree < count ? v128.load(from + <usize>degree * stride + c) : f32x4.splat(0));
  }
}

/** The transpose of `evaluate`: `count` of degree + 1 sums over the points, `stride` bytes apart; a bias row or 0 is added. */
function combine(
  planes: usize, plane: usize, n: i32, count: i32, degree: i32, bias: usize, table: usize, to: usize, stride: usize,
): void {
  const end = floats(n);
  const four = v128.load(table + FOUR);
  const quarter = v128.load(table + QUARTER);
  const half = v128.load(table + HALF);
  const last = <usize>degree * stride;
  for (let c: usize = 0; c < end; c += 16) {
    let q = planes + c;
    const zero = v128.load(q);
    let plus = v128.load((q += plane));
    let minus = v128.load((q += plane));
    let e1 = f32x4.add(plus, minus);
    let o1 = f32x4.sub(plus, minus);
    plus = v128.load((q += plane));
    minus = v128.load((q += plane));
    let e2 = f32x4.add(plus, minus);
    let o2 = f32x4.sub(plus, minus);
    plus = v128.load((q += plane));
    minus = v128.load((q += plane));
    let e3 = f32x4.add(plus, minus);
    let o3 = f32x4.sub(plus, minus);
    const infinity = v128.load(q + plane);
    if (bias) {
      e1 = f32x4.add(e1, v128.load(bias + c));
      o1 = f32x4.add(o1, v128.load(bias + c));
    }
    o2 = f32x4.add(o2, o2);
    o3 = f32x4.mul(o3, half);
    let y = to + c;
    v128.store(y, f32x4.add(f32x4.add(e1, zero), f32x4.add(e2, e3)));
    for (let i = 1; i < count; i += 2) {
      v128.store((y += stride), f32x4.add(o1, f32x4.add(o2, o3)));
      if (i + 1 == count) break;
      e2 = f32x4.mul(e2, four);
      o2 = f32x4.mul(o2, four);
      e3 = f32x4.mul(e3, quarter);
      o3 = f32x4.mul(o3, quarter);
      v128.store((y += stride), f32x4.add(e1, f32x4.add(e2, e3)));
    }
    if (degree < count) {
      y = to + c + last;
      v128.store(y, f32x4.add(v128.load(y), infinity));
    }
  }
}

@inline
function scale(plane: usize, n: i32, by: f32): void {
  const end = plane + floats(n);
  for (let p = plane; p < end; p += 16) v128.store(p, f32x4.mul(v128.load(p), f32x4.splat(by)));
}

/** Multiplies planes of n values by what makes `combine` of products the convolution: 1 / Π (point − other points). */
function scalePlanes(planes: usize, n: i32): void {
  const plane = floats(n);
  scale(planes, n, -1);
  scale(planes + plane, 2 * n, <f32>(-2.0 / 9.0));
  scale(planes + 3 * plane, 2 * n, <f32>(1.0 / 90.0));
  scale(planes + 5 * plane, 2 * n, <f32>(32.0 / 45.0));
}

/** Planes [C, N] of a kernel [taps, C, N], the taps in reverse order where `flipped` is set. */
export function winogradKernel(
  kernel: usize, taps: i32, C: i32, N: i32, flipped: i32, table: usize, planes: usize,
): void {
  const n = C * N;
  const stride = floats(n);
  writeTable(table, 0);
  if (flipped) evaluate(kernel + <usize>(taps - 1) * stride, 0 - stride, taps, taps - 1, n, table, planes, stride);
  else evaluate(kernel, stride, taps, taps - 1, n, table, planes, stride);
  scalePlanes(planes, n);
}

/** Step s of a sequence of W steps, or zeros. */
@inline
function stepOf(x: usize, s: i32, W: i32, c4: usize, zeros: usize): usize {
  return s >= 0 && s < W ? x + <usize>s * c4 : zeros;
}

/** The 8 steps of x from `first`, taken to the points. */
function inputTile(x: usize, first: i32, W: i32, C: i32, table: usize, planes: usize, plane: usize): void {
  const c4 = floats(C);
  const zeros = table + FACTORS;
  const x0 = stepOf(x, first, W, c4, zeros);
  const x1 = stepOf(x, first + 1, W, c4, zeros);
  const x2 = stepOf(x, first + 2, W, c4, zeros);
  const x3 = stepOf(x, first + 3, W, c4, zeros);
  const x4 = stepOf(x, first + 4, W, c4, zeros);
  const x5 = stepOf(x, first + 5, W, c4, zeros);
  const x6 = stepOf(x, first + 6, W, c4, zeros);
  const x7 = stepOf(x, first + 7, W, c4, zeros);
  const f5 = v128.load(table + FACTOR_5_25);
  const f4 = v128.load(table + FACTOR_4_25);
  const f1 = v128.load(table + FACTOR_1_25);
  const quarter = v128.load(table + QUARTER);
  const four = v128.load(table + FOUR);
  for (let c: usize = 0; c < c4; c += 16) {
    const d1 = v128.load(x1 + c);
    const d2 = v128.load(x2 + c);
    let d3 = v128.load(x3 + c);
    let d4 = v128.load(x4 + c);
    const d5 = v128.load(x5 + c);
    const d6 = v128.load(x6 + c);
    let q = planes + c;
    v128.store(q, madd(f32x4.sub(d2, d4), f5, f32x4.sub(d6, v128.load(x0 + c))));
    v128.store(q + 7 * plane, madd(f32x4.sub(d3, d5), f5, f32x4.sub(v128.load(x7 + c), d1)));
    let even = f32x4.sub(f32x4.add(d6, d2), f32x4.mul(d4, f4));
    let odd = f32x4.sub(f32x4.add(d5, d1), f32x4.mul(d3, f4));
    v128.store((q += plane), f32x4.add(even, odd));
    v128.store((q += plane), f32x4.sub(even, odd));
    d4 = f32x4.mul(d4, f1);
    d3 = f32x4.mul(d3, f1);
    even = madd(d2, quarter, f32x4.sub(d6, d4));
    odd = madd(d1, quarter, f32x4.sub(d5, d3));
    odd = f32x4.add(odd, odd);
    v128.store((q += plane), f32x4.add(even, odd));
    v128.store((q += plane), f32x4.sub(even, odd));
    even = madd(f32x4.sub(d2, d4), four, d6);
    odd = madd(d5, quarter, f32x4.sub(d1, d3));
    odd = f32x4.add(odd, odd);
    v128.store((q += plane), f32x4.add(even, odd));
    v128.store(q + plane, f32x4.sub(even, odd));
  }
}

/** Planes of the tiles from `first`, of x[B, W, C] with `left` steps of zeros before. */
function inputTiles(
  x: usize, W: i32, C: i32, left: i32, m: i32, tiles: i32, first: i32, rows: i32, table: usize, planes: usize,
): void {
  const plane = floats(rows * C);
  for (let r = first; r < first + rows; r++) {
    inputTile(x + floats((r / tiles) * W * C), (r % tiles) * m - left, W, C, table, planes, plane);
    planes += floats(C);
  }
}

/**
 * y[B, steps, N] = convolution of x[B, W, C] with the kernel whose planes are packed at `packed`, plus a bias row (or 0).
 * Output step s sees the input from step s − left on. `table`: scratch of
 * `winogradTableBytes`; D and M: scratch for planes of C and of N values.
 */
export function winogradForward(
  x: usize, B: i32, W: i32, C: i32, left: i32, taps: i32, steps: i32, N: i32, packed: usize, bias: usize, y: usize,
  table: usize, D: usize, M: usize, scratch: usize,
): void {
  const m = POINTS + 1 - taps;
  const tiles = (steps + m - 1) / m;
  const total = B * tiles;
  const packedPlane = <usize>packedBytes(C, N);
  const n4 = floats(N);
  writeTable(table, C);
  for (let first = 0; first < total; first += BLOCK) {
    const rows = min(BLOCK, total - first);
    const plane = floats(rows * N);
    inputTiles(x, W, C, left, m, tiles, first, rows, table, D);
    for (let p = 0; p < POINTS; p++) {
      const d = D + floats(p * rows * C);
      gemmPlain(rows, N, C, d, C, 1, packed + <usize>p * packedPlane, M + <usize>p * plane, N, STORE, 0, scratch);
    }
    for (let i = 0; i < rows; i++) {
      const r = first + i;
      const s = (r % tiles) * m;
      const to = y + floats((r / tiles) * steps + s) * <usize>N;
      combine(M + floats(i * N), plane, N, min(m, steps - s), m - 1, bias, table, to, n4);
    }
  }
}

/**
 * dKernel[taps, C, N] from x[B, W, C] and dy[B, steps, N]. D, E: scratch for planes of C and of N values; `packed`: for
 * one plane of E, packed; `sums`: for planes [C, N].
 */
export function winogradFilterGrad(
  x: usize, dy: usize, B: i32, W: i32, C: i32, left: i32, taps: i32, steps: i32, N: i32, out: usize,
  table: usize, D: usize, E: usize, packed: usize, sums: usize, scratch: usize,
): void {
  const m = POINTS + 1 - taps;
  const tiles = (steps + m - 1) / m;
  const total = B * tiles;
  const n4 = floats(N);
  const sumPlane = floats(C * N);
  writeTable(table, C);
  for (let first = 0; first < total; first += DEEP_BLOCK) {
    const rows = min(DEEP_BLOCK, total - first);
    const plane = floats(rows * N);
    inputTiles(x, W, C, left, m, tiles, first, rows, table, D);
    for (let i = 0; i < rows; i++) {
      const r = first + i;
      const s = (r % tiles) * m;
      const from = dy + floats((r / tiles) * steps + s) * <usize>N;
      evaluate(from, n4, min(m, steps - s), m - 1, N, table, E + floats(i * N), plane);
    }
    for (let p = 0; p < POINTS; p++) {
      packB(E + <usize>p * plane, rows, 0, N, 1, rows, N, packed);
      const d = D + floats(p * rows * C);
      const mode = first == 0 ? STORE : ADD;
      gemmPlain(C, N, rows, d, 1, C, packed, sums + <usize>p * sumPlane, N, mode, 0, scratch);
    }
  }
  scalePlanes(sums, C * N);
  combine(sums, sumPlane, C * N, taps, taps - 1, 0, table, out, sumPlane);
}
