// Panels of the operands of `gemm`.
//
// Operands are addressed through views with two strides a dimension: index i lies at (i / run)·jump + (i % run)·stride.
// So im2col windows, dilated taps and time-major rows of a batch-major tensor are all read in place; nothing is copied
// but into the packed panels.
import { floats } from './simd';

/**
 * Rows of a panel of A: 5 where they fit, 4 for the rest, so that any M from 12 on is covered without waste.
 * With 8 columns of B that is 10 accumulators, 2 vectors of B, 1 of A and 1 product in 16 registers.
 */
export const TALL: i32 = 5;
export const SHORT: i32 = 4;
/** Columns of a panel of B. */
export const NR: i32 = 8;
/** Depth of a block, so that a panel of B (8 KB) stays in the first-level cache. */
export const KC: i32 = 256;
/** Bytes that packing B[K, N] takes. */
export function packedBytes(K: i32, N: i32): i32 {
  return ((N + NR - 1) / NR) * NR * K * 4;
}

/** Writes four rows as four columns, `step` bytes from one to the next. */
@inline
export function transpose4(r0: v128, r1: v128, r2: v128, r3: v128, d: usize, step: usize): void {
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(d, v128.shuffle<f32>(t0, t1, 0, 1, 4, 5));
  v128.store(d + step, v128.shuffle<f32>(t0, t1, 2, 3, 6, 7));
  v128.store(d + 2 * step, v128.shuffle<f32>(t2, t3, 0, 1, 4, 5));
  v128.store(d + 3 * step, v128.shuffle<f32>(t2, t3, 2, 3, 6, 7));
}

@inline
function transposeFrom(s0: usize, s1: usize, s2: usize, s3: usize, d: usize, step: usize): void {
  transpose4(v128.load(s0), v128.load(s1), v128.load(s2), v128.load(s3), d, step);
}

/** One panel of B: kc rows from `s` (row stride rs, column stride cs), nn ≤ 8 columns, the rest zero. */
function packPanelB(s: usize, rs: i32, cs: i32, kc: i32, nn: i32, dst: usize): void {
  const r4 = <usize>rs << 2;
  const c4 = <usize>cs << 2;
  let d = dst;
  let k = 0;
  if (nn == NR && cs == 1) {
    for (; k < kc; k++) {
      v128.store(d, v128.load(s));
      v128.store(d, v128.load(s, 16), 16);
      d += 32;
      s += r4;
    }
    return;
  }
  if (nn >= 4 && cs == 1) {
    // Two overlapping vectors, the second moved to its place.
    const last = floats(nn - 4);
    memory.fill(d, 0, floats(kc * NR));
    for (; k < kc; k++) {
      v128.store(d + last, v128.load(s + last));
      v128.store(d, v128.load(s));
      d += 32;
      s += r4;
    }
    return;
  }
  if (nn == NR && rs == 1) {
    for (; k + 4 <= kc; k += 4) {
      transposeFrom(s, s + c4, s + 2 * c4, s + 3 * c4, d, 32);
      const q = s + 4 * c4;
      transposeFrom(q, q + c4, q + 2 * c4, q + 3 * c4, d + 16, 32);
      d += 128;
      s += 16;
    }
  }
  for (; k < kc; k++) {
    for (let j = 0; j < NR; j++) store<f32>(d + floats(j), j < nn ? load<f32>(s + <usize>j * c4) : 0);
    d += 32;
    s += r4;
  }
}

/**
 * Packs B[K, N] for `gemm`: blocks of KC rows, in each block panels of 8 columns.
 * Element (k, n) is read at B + (k / run)·jump + (k % run)·rs + n·cs.
 */
export function packB(B: usize, run: i32, jump: i32, rs: i32, cs: i32, K: i32, N: i32, dst: usize): void {
  const columns = ((N + NR - 1) / NR) * NR;
  for (let k0 = 0; k0 < K; k0 += KC) {
    const kc = min(KC, K - k0);
    for (let k = k0; k < k0 + kc; ) {
      const within = k % run;
      const length = min(run - within, k0 + kc - k);
      const s = B + (<usize>((k / run) * jump + within * rs) << 2);
      for (let n0 = 0; n0 < N; n0 += NR) {
        const d = dst + floats(n0 * kc + (k - k0) * NR);
        packPanelB(s + (<usize>(n0 * cs) << 2), rs, cs, length, min(NR, N - n0), d);
      }
      k += length;
    }
    dst += floats(columns * kc);
  }
}

/** Rows of the panel that starts `left` rows before the end of M: tall ones as long as short ones can fill the rest. */
@inline
export function panelRows(left: i32): i32 {
  return left % TALL == 0 || left > 4 * SHORT ? TALL : SHORT;
}

/** Address of row m of A, rows past the last one standing for it. */
@inline
function rowOf(A: usize, m: i32, M: i32, rowRun: i32, rowJump: i32, rs: i32): usize {
  const i = min(m, M - 1);
  return A + (<usize>((i / rowRun) * rowJump + (i % rowRun) * rs) << 2);
}

/** Packs A[m … m + rows, k0 … k0 + kc] into a panel [kc, rows]. */
export function packPanelA(
  A: usize, rowRun: i32, rowJump: i32, rs: i32, run: i32, jump: i32, cs: i32,
  m: i32, M: i32, rows: i32, k0: i32, kc: i32, dst: usize,
): void {
  const c4 = <usize>cs << 2;
  const step = floats(rows);
  const r0 = rowOf(A, m, M, rowRun, rowJump, rs);
  const r1 = rowOf(A, m + 1, M, rowRun, rowJump, rs);
  const r2 = rowOf(A, m + 2, M, rowRun, rowJump, rs);
  const r3 = rowOf(A, m + 3, M, rowRun, rowJump, rs);
  const r4 = rowOf(A, m + 4, M, rowRun, rowJump, rs);
  const tall = rows == TALL;
  const adjacent = r1 - r0 == 4 && r2 - r0 == 8 && r3 - r0 == 12;
  for (let k = k0; k < k0 + kc; ) {
    const within = k % run;
    const length = min(run - within, k0 + kc - k);
    let o = <usize>((k / run) * jump + within * cs) << 2;
    let i = 0;
    if (adjacent) {
      for (; i < length; i++) {
        v128.store(dst, v128.load(r0 + o));
        if (tall) store<f32>(dst, load<f32>(r4 + o), 16);
        dst += step;
        o += c4;
      }
    } else {
      if (cs == 1) {
        for (; i + 4 <= length; i += 4) {
          transposeFrom(r0 + o, r1 + o, r2 + o, r3 + o, dst, step);
          if (tall) {
            const last = v128.load(r4 + o);
            v128.store_lane<f32>(dst, last, 0, 16);
            v128.store_lane<f32>(dst, last, 1, 36);
            v128.store_lane<f32>(dst, last, 2, 56);
            v128.store_lane<f32>(dst, last, 3, 76);
          }
          dst += 4 * step;
          o += 16;
          // Fewer than four are left: the last four again, over what is there.
          if (i + 4 < length && i + 8 > length) {
            const back = i + 8 - length;
            i -= back;
            o -= floats(back);
            dst -= <usize>back * step;
          }
        }
      }
      for (; i < length; i++) {
        store<f32>(dst, load<f32>(r0 + o));
        store<f32>(dst, load<f32>(r1 + o), 4);
        store<f32>(dst, load<f32>(r2 + o), 8);
        store<f32>(dst, load<f32>(r3 + o), 12);
        if (tall) store<f32>(dst, load<f32>(r4 + o), 16);
        dst += step;
        o += c4;
      }
    }
    k += length;
  }
}
