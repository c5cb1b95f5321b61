// The transforms of minimal filtering in two dimensions: inputs, outputs, kernels and gradients of tiles to and from the
// points, see winograd-2d.ts.
import { NR, packedBytes, TALL } from './pack';
import { floats, madd } from './simd';

export const SIDE: i32 = 6;
export const POINTS: i32 = SIDE * SIDE;
export const OUTPUTS: i32 = 4;
export const TAPS: i32 = 3;

/*
 * Scratch that the transforms share: the factors 4 and −4, which loops load, since V8 would build a constant again in
 * every round; what one pass over a tile hands to the next; zeros, for products and as a bias; a tile at the edge.
 */
const FOUR: usize = 0;
const MINUS_FOUR: usize = 16;
const HALFWAY: usize = 32;
export const ZEROS: usize = HALFWAY + <usize>POINTS * 16;

@inline
export function edgeOf(table: usize, width: i32): usize {
  return table + ZEROS + floats(width);
}

/** Bytes of that scratch. */
export function winograd2dTableBytes(C: i32, N: i32): i32 {
  const width = max(C, N);
  return <i32>ZEROS + (1 + POINTS) * width * 4;
}

export function writeTable(table: usize, width: i32): void {
  v128.store(table + FOUR, f32x4.splat(4));
  v128.store(table + MINUS_FOUR, f32x4.splat(-4));
  memory.fill(table + ZEROS, 0, floats(width));
}

/** The first of the tile's 6 × 6 inputs and the bytes from row to row; a tile over the edge is copied, with zeros around. */
@inline
function gather(x: usize, H: i32, W: i32, C: i32, top: i32, left: i32, edge: usize): usize {
  if (top >= 0 && left >= 0 && top + SIDE <= H && left + SIDE <= W) return x + floats((top * W + left) * C);
  const c4 = floats(C);
  const before = min(SIDE, max(0, -left));
  const after = max(before, min(SIDE, W - left));
  for (let i = 0; i < SIDE; i++) {
    const row = edge + <usize>(i * SIDE) * c4;
    const h = top + i;
    if (h < 0 || h >= H) {
      memory.fill(row, 0, <usize>SIDE * c4);
      continue;
    }
    memory.fill(row, 0, <usize>before * c4);
    memory.copy(row + <usize>before * c4, x + <usize>(h * W + left + before) * c4, <usize>(after - before) * c4);
    memory.fill(row + <usize>after * c4, 0, <usize>(SIDE - after) * c4);
  }
  return edge;
}

/** Takes six inputs, `step` bytes apart, to the points: what the products with a kernel's values are read from. */
@inline
function inputPoints(
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

/** Planes of a tile's inputs, rows `row` bytes apart, `unit` bytes from value to value of a plane. */
@inline
function inputTile(x: usize, row: usize, C: i32, table: usize, to: usize, plane: usize, unit: usize): void {
  const c4 = floats(C);
  const four = v128.load(table + FOUR);
  const minusFour = v128.load(table + MINUS_FOUR);
  const halfway = table + HALFWAY;
  for (let c: usize = 0; c < c4; c += 16) {
    let from = x + c;
    for (let j: usize = 0; j < 16 * <usize>SIDE; j += 16) {
      inputPoints(from, row, halfway + j, 16 * <usize>SIDE, 4, four, minusFour);
      from += c4;
    }
    let q = to + (c >> 2) * unit;
    for (let i: usize = 0; i < 16 * <usize>POINTS; i += 16 * <usize>SIDE) {
      inputPoints(halfway + i, 16, q, plane, unit, four, minusFour);
      q += <usize>SIDE * plane;
    }
  }
}

/**
 * Planes of the inputs of `count` tiles from `first`, of which an image has `tiles`, `across` side by side: rows of a plane,
 * or with a `unit` of a panel rows of the panels of `gemmPanels`.
 */
@inline
export function inputTiles(
  x: usize, H: i32, W: i32, C: i32, top: i32, left: i32, tiles: i32, across: i32, first: i32, count: i32, table: usize,
  edge: usize, D: usize, plane: usize, unit: usize,
): void {
  const c4 = floats(C);
  for (let k = 0; k < count; k++) {
    const r = first + k;
    const within = r % tiles;
    const h = (within / across) * OUTPUTS - top;
    const w = (within % across) * OUTPUTS - left;
    const from = gather(x + floats((r / tiles) * H * W * C), H, W, C, h, w, edge);
    const row = (from == edge ? <usize>SIDE : <usize>W) * c4;
    const to = unit == 4 ? D + <usize>k * c4 : D + <usize>(k - (k % TALL)) * c4 + floats(k % TALL);
    inputTile(from, row, C, table, to, plane, unit);
  }
}

/** Takes six sums over the points, `apart` bytes from each other, back to four outputs; `plus` is added to each. */
@inline
function outputsOf(from: usize, apart: usize, to: usize, step: usize, count: i32, plus: v128, four: v128): void {
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

/** `high` × `wide` outputs of a tile from its planes; the rows of y are `row` bytes apart. */
export function outputTile(
  planes: usize, plane: usize, N: i32, high: i32, wide: i32, bias: usize, table: usize, y: usize, row: usize,
): void {
  const n4 = floats(N);
  const four = v128.load(table + FOUR);
  const zero = f32x4.splat(0);
  const halfway = table + HALFWAY;
  for (let c: usize = 0; c < n4; c += 16) {
    let p = planes + c;
    for (let j: usize = 0; j < 16 * <usize>SIDE; j += 16) {
      outputsOf(p, <usize>SIDE * plane, halfway + j, 16 * <usize>SIDE, OUTPUTS, zero, four);
      p += plane;
    }
    const plus = v128.load(bias + c);
    let to = y + c;
    for (let i = 0; i < high; i++) {
      outputsOf(halfway + <usize>(16 * SIDE * i), 16, to, n4, wide, plus, four);
      to += row;
    }
  }
}

/** Takes three values of a kernel to the points, each times 1 / Π (point − other points). */
@inline
function kernelPoints(
  from: usize, step: usize, to: usize, apart: usize, unit: usize, four: v128, sixth: v128, quarter: v128,
): void {
  const k0 = v128.load(from);
  const k1 = v128.load(from + step);
  const k2 = v128.load(from + 2 * step);
  let even = f32x4.mul(f32x4.add(k0, k2), sixth);
  let odd = f32x4.mul(k1, sixth);
  let q = to;
  put(q, f32x4.mul(k0, quarter), unit);
  put((q += apart), f32x4.sub(f32x4.neg(even), odd), unit);
  put((q += apart), f32x4.sub(odd, even), unit);
  even = f32x4.mul(f32x4.mul(madd(k2, four, k0), sixth), quarter);
  odd = f32x4.mul(f32x4.add(odd, odd), quarter);
  put((q += apart), f32x4.add(even, odd), unit);
  put((q += apart), f32x4.sub(even, odd), unit);
  put(q + apart, k2, unit);
}

/**
 * Planes of a kernel [3, 3, C, N], packed as right operands [C, N]; where `turned` is set, of the kernel turned by half a
 * turn, as right operands [N, C].
 */
export function winograd2dKernel(kernel: usize, C: i32, N: i32, turned: i32, table: usize, packed: usize): void {
  const tap = floats(C * N);
  const halfway = table + HALFWAY;
  const across: usize = 16 * <usize>TAPS;
  const plane = <usize>(turned ? packedBytes(N, C) : packedBytes(C, N));
  const first = turned ? kernel + 8 * tap : kernel;
  const step = turned ? 0 - tap : tap;
  const four = f32x4.splat(4);
  const sixth = f32x4.splat(<f32>(1.0 / 6.0));
  const quarter = f32x4.splat(0.25);
  for (let c = 0; c < C; c++) {
    for (let n = 0; n < N; n += 4) {
      let p = first + floats(c * N + n);
      for (let j: usize = 0; j < across; j += 16) {
        kernelPoints(p, 3 * step, halfway + j, across, 4, four, sixth, quarter);
        p += step;
      }
      const to = packed + (turned ? panelOf(n, c, N) : panelOf(c, n, C));
      for (let i: usize = 0; i < <usize>SIDE; i++) {
        const q = to + i * <usize>SIDE * plane;
        if (turned) kernelPoints(halfway + i * across, 16, q, plane, 4 * NR, four, sixth, quarter);
        else kernelPoints(halfway + i * across, 16, q, plane, 4, four, sixth, quarter);
      }
    }
  }
}

/** Where element (k, n) of a packed right operand of K rows lies, in bytes. */
@inline
function panelOf(k: i32, n: i32, K: i32): usize {
  return floats((n / NR) * K * NR + k * NR + (n % NR));
}

/** Takes four values, `step` bytes apart, to the points. */
@inline
function gradPoints(d0: v128, d1: v128, d2: v128, d3: v128, to: usize, apart: usize, four: v128): void {
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
  v128.store((q += apart), f32x4.sub(even, odd));
  v128.store(q + apart, d3);
}

/** Planes of a tile of `high` × `wide` gradients, for a row of the packed right operand. */
export function gradTile(
  dy: usize, row: usize, N: i32, high: i32, wide: i32, table: usize, to: usize, plane: usize, panel: usize,
): void {
  const n4 = floats(N);
  const four = v128.load(table + FOUR);
  const zero = f32x4.splat(0);
  const halfway = table + HALFWAY;
  for (let c: usize = 0; c < n4; c += 16) {
    for (let j = 0; j < OUTPUTS; j++) {
      const p = dy + <usize>j * n4 + c;
      const isIn = j < wide;
      const d0 = isIn ? v128.load(p) : zero;
      const d1 = isIn && high > 1 ? v128.load(p + row) : zero;
      const d2 = isIn && high > 2 ? v128.load(p + 2 * row) : zero;
      const d3 = isIn && high > 3 ? v128.load(p + 3 * row) : zero;
      gradPoints(d0, d1, d2, d3, halfway + <usize>(16 * j), 16 * <usize>OUTPUTS, four);
    }
    let q = to + (c >> 5) * panel + (c & 16);
    for (let i = 0; i < SIDE; i++) {
      const p = halfway + <usize>(16 * OUTPUTS * i);
      gradPoints(v128.load(p), v128.load(p + 16), v128.load(p + 32), v128.load(p + 48), q, plane, four);
      q += <usize>SIDE * plane;
    }
  }
}

/** Takes six sums over the points, `apart` bytes from each other, to the gradients of three taps. */
@inline
function tapsOf(from: usize, apart: usize, to: usize, step: usize): void {
  let p = from;
  const s0 = f32x4.mul(v128.load(p), f32x4.splat(0.25));
  let plusOne = v128.load((p += apart));
  let minusOne = v128.load((p += apart));
  const sixth = f32x4.splat(<f32>(-1.0 / 6.0));
  const even1 = f32x4.mul(f32x4.add(plusOne, minusOne), sixth);
  const odd1 = f32x4.mul(f32x4.sub(plusOne, minusOne), sixth);
  plusOne = v128.load((p += apart));
  minusOne = v128.load((p += apart));
  const even2 = f32x4.mul(f32x4.add(plusOne, minusOne), f32x4.splat(<f32>(1.0 / 24.0)));
  const odd2 = f32x4.mul(f32x4.sub(plusOne, minusOne), f32x4.splat(<f32>(1.0 / 12.0)));
  v128.store(to, f32x4.add(s0, f32x4.add(even1, even2)));
  v128.store(to + step, f32x4.add(odd1, odd2));
  v128.store(to + 2 * step, f32x4.add(madd(even2, f32x4.splat(4), even1), v128.load(p + apart)));
}

/** The gradients of the taps [3, 3, …] of n values each, from planes of sums. */
export function kernelSums(sums: usize, n: i32, table: usize, out: usize): void {
  const plane = floats(n);
  const halfway = table + HALFWAY;
  for (let c: usize = 0; c < plane; c += 16) {
    let p = sums + c;
    for (let j: usize = 0; j < 16 * <usize>SIDE; j += 16) {
      tapsOf(p, <usize>SIDE * plane, halfway + j, 16 * <usize>SIDE);
      p += plane;
    }
    for (let i: usize = 0; i < <usize>TAPS; i++)
      tapsOf(halfway + i * 16 * <usize>SIDE, 16, out + 3 * i * plane + c, plane);
  }
}
