// Dilated convolutions of two taps by minimal filtering (Winograd 1980), channels last, stride 1.
//
// A tile is three outputs that lie `dilation` steps apart; it sees four inputs. Taken to the points 0, 1, −1 and ∞, they
// need 4 products of matrices [tiles, C]·[C, N] where the direct convolution needs 6. All factors are ±1 and ½.
// C and N are at least 4; the last four values of a row overlap those before them where it is no multiple of 4.
//
// "Planes" are 4 matrices one after the other, one a point.
import { ADD, gemmPlain, gemmPanels, STORE } from './gemm';
import { NR, packB, packedBytes, TALL, transpose4 } from './pack';
import { floats } from './simd';

const POINTS: i32 = 4;
const OUTPUTS: i32 = 3;

/** Tiles that are worked on at a time: what they take stays in the second-level cache. */
const BLOCK: i32 = 60;
/** The same for the gradient of the filter, where the tiles are the depth of the products. */
const DEEP_BLOCK: i32 = 120;

/** n values with room up to a whole panel of columns. */
@inline
function wide(n: i32): i32 {
  return (n + NR - 1) & ~(NR - 1);
}

/** Bytes of scratch for the planes of a block of tiles with n values each. */
export function twoTapsPlaneBytes(n: i32): i32 {
  return POINTS * DEEP_BLOCK * wide(n) * 4;
}

/** Tiles that cover the outputs of one example. */
export function twoTapsTiles(steps: i32, dilation: i32): i32 {
  const group = OUTPUTS * dilation;
  return (steps / group) * dilation + min(dilation, steps % group);
}

/** The first output of tile r: neighbors are neighbors in time, `dilation` of them a group. */
@inline
function firstStep(r: i32, dilation: i32): i32 {
  return (r / dilation) * OUTPUTS * dilation + (r % dilation);
}

/** Bytes of scratch for C zeros, a row of N more and the addresses of what a panel is made of. */
export function twoTapsZeroBytes(C: i32, N: i32): i32 {
  return (C + wide(N) + 4 * TALL) * 4;
}

/** Where the i-th four of n values lie, in bytes. */
@inline
function fourAt(i: i32, n: i32): usize {
  return floats(min(i, n - 4));
}

/** Step s of a sequence of W steps, or zeros. */
@inline
function stepOf(x: usize, s: i32, W: i32, c4: usize, zeros: usize): usize {
  return s >= 0 && s < W ? x + <usize>s * c4 : zeros;
}

/** Planes of a kernel [2, rows, columns] of n values a tap, the taps in reverse order where `flipped` is set. */
export function twoTapsKernel(kernel: usize, n: i32, flipped: i32, planes: usize): void {
  const plane = floats(n);
  const first = flipped ? kernel + plane : kernel;
  const second = flipped ? kernel : kernel + plane;
  const half = f32x4.splat(0.5);
  for (let i = 0; i < n; i += 4) {
    const at = fourAt(i, n);
    const a = v128.load(first + at);
    const b = v128.load(second + at);
    const q = planes + at;
    v128.store(q, a);
    v128.store(q + plane, f32x4.mul(f32x4.add(a, b), half));
    v128.store(q + 2 * plane, f32x4.mul(f32x4.sub(a, b), half));
    v128.store(q + 3 * plane, b);
  }
}

/** Planes of the tiles from `first`, of x[B, W, C] with `left` steps of zeros before. */
function inputTiles(
  x: usize, W: i32, C: i32, left: i32, dilation: i32, tiles: i32, first: i32, rows: i32, zeros: usize, planes: usize,
): void {
  const c4 = floats(C);
  const plane = <usize>rows * c4;
  for (let r = first; r < first + rows; r++) {
    const example = x + floats((r / tiles) * W * C);
    const s = firstStep(r % tiles, dilation) - left;
    const x0 = stepOf(example, s, W, c4, zeros);
    const x1 = stepOf(example, s + dilation, W, c4, zeros);
    const x2 = stepOf(example, s + 2 * dilation, W, c4, zeros);
    const x3 = stepOf(example, s + 3 * dilation, W, c4, zeros);
    for (let i = 0; i < C; i += 4) {
      const at = fourAt(i, C);
      const d1 = v128.load(x1 + at);
      const d2 = v128.load(x2 + at);
      let q = planes + at;
      v128.store(q, f32x4.sub(v128.load(x0 + at), d2));
      v128.store((q += plane), f32x4.add(d1, d2));
      v128.store((q += plane), f32x4.sub(d2, d1));
      v128.store(q + plane, f32x4.sub(v128.load(x3 + at), d1));
    }
    planes += c4;
  }
}

/** a + sign·b of five rows, as a panel [C, 5] for `gemmPanels`; sign is 0 or the sign bit of each lane. */
function sumPanel(rows: usize, a: i32, b: i32, sign: v128, C: i32, panel: usize): void {
  const a0 = load<usize>(rows + 4 * a);
  const a1 = load<usize>(rows + 16 + 4 * a);
  const a2 = load<usize>(rows + 32 + 4 * a);
  const a3 = load<usize>(rows + 48 + 4 * a);
  const a4 = load<usize>(rows + 64 + 4 * a);
  const b0 = load<usize>(rows + 4 * b);
  const b1 = load<usize>(rows + 16 + 4 * b);
  const b2 = load<usize>(rows + 32 + 4 * b);
  const b3 = load<usize>(rows + 48 + 4 * b);
  const b4 = load<usize>(rows + 64 + 4 * b);
  for (let i = 0; i < C; i += 4) {
    const at = fourAt(i, C);
    const r0 = f32x4.add(v128.load(a0 + at), v128.xor(v128.load(b0 + at), sign));
    const r1 = f32x4.add(v128.load(a1 + at), v128.xor(v128.load(b1 + at), sign));
    const r2 = f32x4.add(v128.load(a2 + at), v128.xor(v128.load(b2 + at), sign));
    const r3 = f32x4.add(v128.load(a3 + at), v128.xor(v128.load(b3 + at), sign));
    const last = f32x4.add(v128.load(a4 + at), v128.xor(v128.load(b4 + at), sign));
    const to = panel + 5 * at;
    transpose4(r0, r1, r2, r3, to, 20);
    v128.store_lane<f32>(to, last, 0, 16);
    v128.store_lane<f32>(to, last, 1, 36);
    v128.store_lane<f32>(to, last, 2, 56);
    v128.store_lane<f32>(to, last, 3, 76);
  }
}

/** Planes of the tiles from `first` as panels of five; tiles past the last one repeat it. `rows`: scratch for 20 addresses. */
function inputPanels(
  x: usize, W: i32, C: i32, left: i32, dilation: i32, tiles: i32, first: i32, count: i32, zeros: usize, rows: usize,
  panels: usize, plane: usize,
): void {
  const c4 = floats(C);
  const minus = i32x4.splat(0x80000000);
  const plus = i32x4.splat(0);
  for (let k = 0; k < count; k += TALL) {
    for (let i = 0; i < TALL; i++) {
      const r = first + min(k + i, count - 1);
      const example = x + floats((r / tiles) * W * C);
      const s = firstStep(r % tiles, dilation) - left;
      const to = rows + 16 * <usize>i;
      store<usize>(to, stepOf(example, s, W, c4, zeros));
      store<usize>(to, stepOf(example, s + dilation, W, c4, zeros), 4);
      store<usize>(to, stepOf(example, s + 2 * dilation, W, c4, zeros), 8);
      store<usize>(to, stepOf(example, s + 3 * dilation, W, c4, zeros), 12);
    }
    let q = panels;
    sumPanel(rows, 0, 2, minus, C, q);
    sumPanel(rows, 1, 2, plus, C, (q += plane));
    sumPanel(rows, 2, 1, minus, C, (q += plane));
    sumPanel(rows, 3, 1, minus, C, q + plane);
    panels += <usize>TALL * c4;
  }
}

/**
 * y[B, steps, N] = convolution of x[B, W, C] with the kernel whose planes are packed at `packed`, plus a bias row (or 0).
 * Output step s sees the inputs s − left and s − left + dilation. `zeros`: scratch of `twoTapsZeroBytes`; D and M: scratch
 * for planes of C and of N values.
 */
export function twoTapsForward(
  x: usize, B: i32, W: i32, C: i32, left: i32, dilation: i32, steps: i32, N: i32, packed: usize, bias: usize, y: usize,
  zeros: usize, D: usize, M: usize,
): void {
  const tiles = twoTapsTiles(steps, dilation);
  const total = B * tiles;
  const packedPlane = <usize>packedBytes(C, N);
  const n4 = floats(N);
  const wide4 = floats(wide(N));
  const ahead = <usize>dilation * n4;
  const none = zeros + floats(C);
  const addresses = none + wide4;
  memory.fill(zeros, 0, floats(C) + wide4);
  const offset = bias ? bias : none;
  for (let first = 0; first < total; first += BLOCK) {
    const rows = min(BLOCK, total - first);
    const panels = (rows + TALL - 1) / TALL;
    const inputPlane = floats(panels * TALL * C);
    const plane = <usize>(panels * TALL) * wide4;
    inputPanels(x, W, C, left, dilation, tiles, first, rows, zeros, addresses, D, inputPlane);
    for (let p = 0; p < POINTS; p++) {
      const d = D + <usize>p * inputPlane;
      gemmPanels(panels, wide(N), C, d, packed + <usize>p * packedPlane, none, M + <usize>p * plane);
    }
    for (let k = 0; k < rows; k++) {
      const r = first + k;
      const s = firstStep(r % tiles, dilation);
      const count = min(OUTPUTS, (steps - s + dilation - 1) / dilation);
      const to = y + floats(((r / tiles) * steps + s) * N);
      const from = M + <usize>k * wide4;
      for (let i = 0; i < N; i += 4) {
        const at = fourAt(i, N);
        let q = from + at;
        const m0 = v128.load(q);
        const m1 = v128.load((q += plane));
        const m2 = v128.load((q += plane));
        const b = v128.load(offset + at);
        const both = f32x4.add(f32x4.add(m1, m2), b);
        v128.store(to + at, f32x4.add(both, m0));
        if (count > 1) v128.store(to + at + ahead, f32x4.add(f32x4.sub(m1, m2), b));
        if (count > 2) v128.store(to + at + 2 * ahead, f32x4.add(both, v128.load(q + plane)));
      }
    }
  }
}

/**
 * dKernel[2, C, N] from x[B, W, C] and dy[B, steps, N]. `zeros`: scratch of `twoTapsZeroBytes`; D, E: scratch for planes of C and of
 * N values; `packed`: for one plane of E, packed; `sums`: for planes [C, N].
 */
export function twoTapsFilterGrad(
  x: usize, dy: usize, B: i32, W: i32, C: i32, left: i32, dilation: i32, steps: i32, N: i32, out: usize,
  zeros: usize, D: usize, E: usize, packed: usize, sums: usize, scratch: usize,
): void {
  const tiles = twoTapsTiles(steps, dilation);
  const total = B * tiles;
  const n4 = floats(N);
  const sumPlane = floats(C * N);
  memory.fill(zeros, 0, floats(C) + n4);
  const none = zeros + floats(C);
  for (let first = 0; first < total; first += DEEP_BLOCK) {
    const rows = min(DEEP_BLOCK, total - first);
    const plane = <usize>rows * n4;
    inputTiles(x, W, C, left, dilation, tiles, first, rows, zeros, D);
    for (let k = 0; k < rows; k++) {
      const r = first + k;
      const example = dy + floats((r / tiles) * steps * N);
      const s = firstStep(r % tiles, dilation);
      const y0 = example + <usize>s * n4;
      const y1 = stepOf(example, s + dilation, steps, n4, none);
      const y2 = stepOf(example, s + 2 * dilation, steps, n4, none);
      const to = E + <usize>k * n4;
      for (let i = 0; i < N; i += 4) {
        const at = fourAt(i, N);
        const e0 = v128.load(y0 + at);
        const e1 = v128.load(y1 + at);
        const e2 = v128.load(y2 + at);
        const outer = f32x4.add(e0, e2);
        let q = to + at;
        v128.store(q, e0);
        v128.store((q += plane), f32x4.add(outer, e1));
        v128.store((q += plane), f32x4.sub(outer, e1));
        v128.store(q + plane, e2);
      }
    }
    for (let p = 0; p < POINTS; p++) {
      packB(E + <usize>p * plane, rows, 0, N, 1, rows, N, packed);
      const d = D + floats(p * rows * C);
      const mode = first == 0 ? STORE : ADD;
      gemmPlain(C, N, rows, d, 1, C, packed, sums + <usize>p * sumPlane, N, mode, 0, scratch);
    }
  }
  const n = C * N;
  const half = f32x4.splat(0.5);
  for (let i = 0; i < n; i += 4) {
    const at = fourAt(i, n);
    const s1 = v128.load(sums + sumPlane + at);
    const s2 = v128.load(sums + 2 * sumPlane + at);
    const first = f32x4.add(v128.load(sums + at), f32x4.mul(f32x4.add(s1, s2), half));
    v128.store(out + at, first);
    const second = f32x4.add(v128.load(sums + 3 * sumPlane + at), f32x4.mul(f32x4.sub(s1, s2), half));
    v128.store(out + sumPlane + at, second);
  }
}
