// Single-precision matrix product C = A·B over packed panels.
import { KC, NR, packPanelA, panelRows, SHORT, TALL } from './pack';
import { floats, madd } from './simd';

/** Rows of a block of A, a multiple of 5. */
export const MC: i32 = 60;

/** What becomes of C: overwritten, added to, or overwritten with a bias row added. */
export const STORE: i32 = 0;
export const ADD: i32 = 1;
export const BIAS: i32 = 2;

/** Bytes of scratch that a product needs besides the packed B. */
export function gemmScratchBytes(): i32 {
  return ((MC + SHORT) * KC + (TALL + 3) * NR) * 4;
}

/*
 * Tiles: kc products on top of what lies at `from` (rows fromStride bytes apart: C itself, one bias row, or one row of
 * zeros), into C (rows ldc bytes apart). Two things matter to V8's register allocator, each worth a factor of two: no
 * branch after the loop in which the accumulators live, and no more than 15 vectors alive.
 */

function tallTile(kc: i32, pa: usize, pb: usize, from: usize, fromStride: usize, c: usize, ldc: usize): void {
  let c00 = v128.load(from);
  let c01 = v128.load(from, 16);
  from += fromStride;
  let c10 = v128.load(from);
  let c11 = v128.load(from, 16);
  from += fromStride;
  let c20 = v128.load(from);
  let c21 = v128.load(from, 16);
  from += fromStride;
  let c30 = v128.load(from);
  let c31 = v128.load(from, 16);
  from += fromStride;
  let c40 = v128.load(from);
  let c41 = v128.load(from, 16);
  const end = pb + floats(kc * NR);
  while (pb < end) {
    const b0 = v128.load(pb);
    const b1 = v128.load(pb, 16);
    let a = v128.load_splat<f32>(pa);
    c00 = madd(a, b0, c00);
    c01 = madd(a, b1, c01);
    a = v128.load_splat<f32>(pa, 4);
    c10 = madd(a, b0, c10);
    c11 = madd(a, b1, c11);
    a = v128.load_splat<f32>(pa, 8);
    c20 = madd(a, b0, c20);
    c21 = madd(a, b1, c21);
    a = v128.load_splat<f32>(pa, 12);
    c30 = madd(a, b0, c30);
    c31 = madd(a, b1, c31);
    a = v128.load_splat<f32>(pa, 16);
    c40 = madd(a, b0, c40);
    c41 = madd(a, b1, c41);
    pa += 20;
    pb += 32;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += ldc;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += ldc;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += ldc;
  v128.store(c, c30);
  v128.store(c, c31, 16);
  c += ldc;
  v128.store(c, c40);
  v128.store(c, c41, 16);
}

function shortTile(kc: i32, pa: usize, pb: usize, from: usize, fromStride: usize, c: usize, ldc: usize): void {
  let c00 = v128.load(from);
  let c01 = v128.load(from, 16);
  from += fromStride;
  let c10 = v128.load(from);
  let c11 = v128.load(from, 16);
  from += fromStride;
  let c20 = v128.load(from);
  let c21 = v128.load(from, 16);
  from += fromStride;
  let c30 = v128.load(from);
  let c31 = v128.load(from, 16);
  const end = pb + floats(kc * NR);
  while (pb < end) {
    const b0 = v128.load(pb);
    const b1 = v128.load(pb, 16);
    let a = v128.load_splat<f32>(pa);
    c00 = madd(a, b0, c00);
    c01 = madd(a, b1, c01);
    a = v128.load_splat<f32>(pa, 4);
    c10 = madd(a, b0, c10);
    c11 = madd(a, b1, c11);
    a = v128.load_splat<f32>(pa, 8);
    c20 = madd(a, b0, c20);
    c21 = madd(a, b1, c21);
    a = v128.load_splat<f32>(pa, 12);
    c30 = madd(a, b0, c30);
    c31 = madd(a, b1, c31);
    pa += 16;
    pb += 32;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += ldc;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += ldc;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += ldc;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}

/** The first two rows of a short panel by two panels of B, `pb` and `pc`, with 16 values of `from` a row. */
function pairTile(kc: i32, pa: usize, pb: usize, pc: usize, from: usize, fromStride: usize, c: usize, ldc: usize): void {
  let c00 = v128.load(from);
  let c01 = v128.load(from, 16);
  let c02 = v128.load(from, 32);
  let c03 = v128.load(from, 48);
  from += fromStride;
  let c10 = v128.load(from);
  let c11 = v128.load(from, 16);
  let c12 = v128.load(from, 32);
  let c13 = v128.load(from, 48);
  const end = pb + floats(kc * NR);
  while (pb < end) {
    const a0 = v128.load_splat<f32>(pa);
    const a1 = v128.load_splat<f32>(pa, 4);
    let b = v128.load(pb);
    c00 = madd(a0, b, c00);
    c10 = madd(a1, b, c10);
    b = v128.load(pb, 16);
    c01 = madd(a0, b, c01);
    c11 = madd(a1, b, c11);
    b = v128.load(pc);
    c02 = madd(a0, b, c02);
    c12 = madd(a1, b, c12);
    b = v128.load(pc, 16);
    c03 = madd(a0, b, c03);
    c13 = madd(a1, b, c13);
    pa += 16;
    pb += 32;
    pc += 32;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
  c += ldc;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  v128.store(c, c12, 32);
  v128.store(c, c13, 48);
}

@inline
function tile(
  rows: i32, kc: i32, pa: usize, pb: usize, from: usize, fromStride: usize, c: usize, ldc: usize,
): void {
  if (rows == TALL) tallTile(kc, pa, pb, from, fromStride, c, ldc);
  else shortTile(kc, pa, pb, from, fromStride, c, ldc);
}

/** A tile at the edge of C, of mm rows and nn columns, by way of a whole one. */
function edgeTile(
  rows: i32, kc: i32, pa: usize, pb: usize, from: usize, c: usize, ldc: usize, mm: i32, nn: i32, add: bool,
  whole: usize,
): void {
  tile(rows, kc, pa, pb, from, 0, whole, 32);
  for (let i = 0; i < mm; i++) {
    if (nn >= 4) {
      // Two overlapping vectors; both are read before either is written.
      const last = floats(nn - 4);
      let first = v128.load(whole);
      let second = v128.load(whole + last);
      if (add) {
        first = f32x4.add(first, v128.load(c));
        second = f32x4.add(second, v128.load(c + last));
      }
      v128.store(c, first);
      v128.store(c + last, second);
    } else {
      for (let j = 0; j < nn; j++) {
        const q = c + floats(j);
        const v = load<f32>(whole + floats(j));
        store<f32>(q, add ? load<f32>(q) + v : v);
      }
    }
    whole += 32;
    c += ldc;
  }
}

/**
 * C[M, N] (row stride ldc) = A·B with B packed by `packB`.
 * Element (m, k) of A lies at A + (m / rowRun)·rowJump + (m % rowRun)·rs + (k / run)·jump + (k % run)·cs.
 */
export function gemm(
  M: i32, N: i32, K: i32,
  A: usize, rowRun: i32, rowJump: i32, rs: i32, run: i32, jump: i32, cs: i32,
  packed: usize, C: usize, ldc: i32, mode: i32, bias: usize, scratch: usize,
): void {
  const whole = scratch;
  const zeros = scratch + floats(TALL * NR);
  const edgeRow = zeros + floats(2 * NR);
  const panels = edgeRow + floats(NR);
  memory.fill(zeros, 0, floats(2 * NR));
  const ldc4 = floats(ldc);
  // One row is taken twice: the second time it writes the same values to the same place.
  const isPair = M <= 2;
  const pairStride = M == 2 ? ldc4 : 0;
  const columns = ((N + NR - 1) / NR) * NR;
  for (let k0 = 0; k0 < K; k0 += KC) {
    const kc = min(KC, K - k0);
    const add = k0 > 0 || mode == ADD;
    const biased = !add && mode == BIAS;
    for (let m0 = 0; m0 < M; ) {
      let next = m0;
      let pa = panels;
      while (next < M && next < m0 + MC) {
        const rows = panelRows(M - next);
        packPanelA(A, rowRun, rowJump, rs, run, jump, cs, next, M, rows, k0, kc, pa);
        pa += floats(rows * kc);
        next += rows;
      }
      for (let n0 = 0; n0 < N; n0 += NR) {
        const pb = packed + floats(n0 * kc);
        if (isPair && n0 + 2 * NR <= N) {
          const c = C + floats(n0);
          const from = add ? c : biased ? bias + floats(n0) : zeros;
          pairTile(kc, panels, pb, pb + floats(NR * kc), from, add ? pairStride : 0, c, pairStride);
          n0 += NR;
          continue;
        }
        const nn = min(NR, N - n0);
        let row = biased ? bias + floats(n0) : zeros;
        if (biased && nn < NR) {
          // A whole row would read past the end of the bias.
          memory.copy(edgeRow, row, floats(nn));
          row = edgeRow;
        }
        pa = panels;
        for (let m = m0; m < next; ) {
          const rows = panelRows(M - m);
          const mm = min(rows, M - m);
          const c = C + <usize>m * ldc4 + floats(n0);
          if (nn == NR && mm == rows) tile(rows, kc, pa, pb, add ? c : row, add ? ldc4 : 0, c, ldc4);
          else edgeTile(rows, kc, pa, pb, row, c, ldc4, mm, nn, add, whole);
          pa += floats(rows * kc);
          m += rows;
        }
      }
      m0 = next;
    }
    packed += floats(columns * kc);
  }
}

/** `gemm` for an A with plain strides. */
@inline
export function gemmPlain(
  M: i32, N: i32, K: i32, A: usize, rs: i32, cs: i32,
  packed: usize, C: usize, ldc: i32, mode: i32, bias: usize, scratch: usize,
): void {
  gemm(M, N, K, A, M, 0, rs, K, 0, cs, packed, C, ldc, mode, bias, scratch);
}

/**
 * C[5·count, N] = A·B for `count` whole panels [K, 5] of A and N a multiple of 8, with B packed by `packB` in one block
 * (K ≤ KC); nothing at the edges needs care. `zeros`: 8 of them.
 */
export function gemmPanels(count: i32, N: i32, K: i32, panels: usize, packed: usize, zeros: usize, C: usize): void {
  const ldc = floats(N);
  const panel = floats(TALL * K);
  for (let n = 0; n < N; n += NR) {
    let a = panels;
    let c = C + floats(n);
    for (let i = 0; i < count; i++) {
      tallTile(K, a, packed, zeros, 0, c, ldc);
      a += panel;
      c += <usize>TALL * ldc;
    }
    packed += floats(NR * K);
  }
}

/** out[n] = sum over rows of Z[rows, n]. */
export function columnSums(Z: usize, rows: i32, n: i32, out: usize): void {
  const n4 = floats(n);
  const vector = n4 & ~(<usize>15);
  memory.fill(out, 0, n4);
  for (let r = 0; r < rows; r++) {
    let j: usize = 0;
    for (; j < vector; j += 16) v128.store(out + j, f32x4.add(v128.load(out + j), v128.load(Z + j)));
    for (; j < n4; j += 4) store<f32>(out + j, load<f32>(out + j) + load<f32>(Z + j));
    Z += n4;
  }
}
