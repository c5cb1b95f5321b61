// Whole-sequence recurrent layers. All sequences are step-major [T, B, ·], in the order of processing;
// `units` is a multiple of 4.
import { ADD, gemmPlain, STORE } from './gemm';
import { floats, flush, gate4, gateSlope4, tanh4 } from './simd';

/**
 * LSTM, forward. On entry Z[T, B, 4U] holds x·W + b; on return the gates i, f, g, o.
 * `packed` is the packed recurrent kernel [U, 4U]. Writes H and C, both [T, B, U].
 */
export function lstmForward(
  B: i32, T: i32, U: i32, hard: i32, Z: usize, packed: usize, H: usize, C: usize, scratch: usize,
): void {
  const G = 4 * U;
  const u4 = floats(U);
  const state = floats(B * U);
  for (let t = 0; t < T; t++) {
    if (t > 0) gemmPlain(B, G, U, H - state, U, 1, packed, Z, G, ADD, 0, scratch);
    for (let b = 0; b < B; b++) {
      for (let u: usize = 0; u < u4; u += 16) {
        const z = Z + u;
        const i = gate4(v128.load(z), hard);
        const f = gate4(v128.load(z + u4), hard);
        const g = tanh4(v128.load(z + 2 * u4));
        const o = gate4(v128.load(z + 3 * u4), hard);
        let c = f32x4.mul(i, g);
        if (t > 0) c = f32x4.add(c, f32x4.mul(f, v128.load(C - state + u)));
        v128.store(z, i);
        v128.store(z + u4, f);
        v128.store(z + 2 * u4, g);
        v128.store(z + 3 * u4, o);
        v128.store(C + u, c);
        v128.store(H + u, f32x4.mul(o, tanh4(c)));
      }
      Z += 4 * u4;
      C += u4;
      H += u4;
    }
  }
}

/**
 * LSTM, backward: overwrites the gates Z[T, B, 4U] with the gradients of their sums.
 * `dY` is [B, T, U] where `sequences` is set, else [B, U]. `packed` is the packed transposed recurrent kernel
 * [4U, U]; dH and dC are scratch of [B, U].
 */
export function lstmBackward(
  B: i32, T: i32, U: i32, hard: i32, Z: usize, C: usize, dY: usize, sequences: i32, packed: usize,
  dH: usize, dC: usize, scratch: usize,
): void {
  const G = 4 * U;
  const u4 = floats(U);
  const state = floats(B * U);
  const one = f32x4.splat(1);
  memory.fill(dC, 0, state);
  memory.fill(dH, 0, state);
  for (let t = T - 1; t >= 0; t--) {
    const gates = Z + floats(t * B * G);
    if (t < T - 1) gemmPlain(B, U, G, gates + floats(B * G), G, 1, packed, dH, U, STORE, 0, scratch);
    const given = sequences || t == T - 1;
    for (let b = 0; b < B; b++) {
      const z = gates + floats(b * G);
      const c = C + floats((t * B + b) * U);
      const dh = dH + floats(b * U);
      const dc = dC + floats(b * U);
      const dy = dY + (sequences ? floats((b * T + t) * U) : floats(b * U));
      for (let u: usize = 0; u < u4; u += 16) {
        const i = v128.load(z + u);
        const f = v128.load(z + u4 + u);
        const g = v128.load(z + 2 * u4 + u);
        const o = v128.load(z + 3 * u4 + u);
        const tc = tanh4(v128.load(c + u));
        let h = v128.load(dh + u);
        if (given) h = f32x4.add(h, v128.load(dy + u));
        let s = f32x4.mul(f32x4.mul(h, o), f32x4.sub(one, f32x4.mul(tc, tc)));
        s = flush(f32x4.add(s, v128.load(dc + u)));
        const before = t > 0 ? v128.load(c - state + u) : f32x4.splat(0);
        v128.store(z + u, flush(f32x4.mul(f32x4.mul(s, g), gateSlope4(i, hard))));
        v128.store(z + u4 + u, flush(f32x4.mul(f32x4.mul(s, before), gateSlope4(f, hard))));
        v128.store(z + 2 * u4 + u, flush(f32x4.mul(f32x4.mul(s, i), f32x4.sub(one, f32x4.mul(g, g)))));
        v128.store(z + 3 * u4 + u, flush(f32x4.mul(f32x4.mul(h, tc), gateSlope4(o, hard))));
        v128.store(dc + u, f32x4.mul(s, f));
      }
    }
  }
}

/** Plain recurrence, forward. On entry H[T, B, U] holds x·W + b; on return tanh of the sum. `packed`: [U, U]. */
export function simpleRnnForward(B: i32, T: i32, U: i32, H: usize, packed: usize, scratch: usize): void {
  const state = floats(B * U);
  for (let t = 0; t < T; t++) {
    if (t > 0) gemmPlain(B, U, U, H - state, U, 1, packed, H, U, ADD, 0, scratch);
    for (let u: usize = 0; u < state; u += 16) v128.store(H + u, tanh4(v128.load(H + u)));
    H += state;
  }
}

/** Plain recurrence, backward: writes dZ[T, B, U]. `packed` is the packed transposed recurrent kernel. */
export function simpleRnnBackward(
  B: i32, T: i32, U: i32, H: usize, dY: usize, sequences: i32, dZ: usize, packed: usize, dH: usize, scratch: usize,
): void {
  const u4 = floats(U);
  const state = floats(B * U);
  const one = f32x4.splat(1);
  memory.fill(dH, 0, state);
  for (let t = T - 1; t >= 0; t--) {
    const at = floats(t * B * U);
    if (t < T - 1) gemmPlain(B, U, U, dZ + at + state, U, 1, packed, dH, U, STORE, 0, scratch);
    const given = sequences || t == T - 1;
    for (let b = 0; b < B; b++) {
      const row = floats(b * U);
      const dy = dY + (sequences ? floats((b * T + t) * U) : row);
      for (let u: usize = 0; u < u4; u += 16) {
        const h = v128.load(H + at + row + u);
        let dh = v128.load(dH + row + u);
        if (given) dh = f32x4.add(dh, v128.load(dy + u));
        v128.store(dZ + at + row + u, flush(f32x4.mul(dh, f32x4.sub(one, f32x4.mul(h, h)))));
      }
    }
  }
}

/** [T, B, n] → [B, T, n]. */
export function toBatchMajor(x: usize, T: i32, B: i32, n: i32, out: usize): void {
  const n4 = floats(n);
  for (let b = 0; b < B; b++) {
    for (let t = 0; t < T; t++) {
      memory.copy(out, x + <usize>(t * B + b) * n4, n4);
      out += n4;
    }
  }
}
