// Whole-sequence GRU in the form that applies the reset gate before the recurrent product (Cho et al. 2014), as tfjs
// and Keras with reset_after=false. Sequences are step-major; `units` is a multiple of 4.
import { ADD, gemmPlain, STORE } from './gemm';
import { floats, flush, gate4, gateSlope4, tanh4 } from './simd';

/**
 * Forward. On entry Z[T, B, 3U] holds x·W + b; on return the gates z, r and the candidate. Writes H[T, B, U] and
 * R[T, B, U] = r·h[t − 1]. `packedGates` packs the recurrent kernel of z and r [U, 2U], `packedCandidate` that of
 * the candidate [U, U].
 */
export function gruForward(
  B: i32, T: i32, U: i32, hard: i32, Z: usize, packedGates: usize, packedCandidate: usize, H: usize, R: usize,
  scratch: usize,
): void {
  const G = 3 * U;
  const u4 = floats(U);
  const state = floats(B * U);
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  for (let t = 0; t < T; t++) {
    if (t > 0) gemmPlain(B, 2 * U, U, H - state, U, 1, packedGates, Z, G, ADD, 0, scratch);
    for (let b = 0; b < B; b++) {
      const z = Z + floats(b * G);
      const row = floats(b * U);
      for (let u: usize = 0; u < u4; u += 16) {
        const reset = gate4(v128.load(z + u4 + u), hard);
        const before = t > 0 ? v128.load(H - state + row + u) : zero;
        v128.store(z + u, gate4(v128.load(z + u), hard));
        v128.store(z + u4 + u, reset);
        v128.store(R + row + u, f32x4.mul(reset, before));
      }
    }
    if (t > 0) gemmPlain(B, U, U, R, U, 1, packedCandidate, Z + 2 * u4, G, ADD, 0, scratch);
    for (let b = 0; b < B; b++) {
      const z = Z + floats(b * G);
      const row = floats(b * U);
      for (let u: usize = 0; u < u4; u += 16) {
        const update = v128.load(z + u);
        const candidate = tanh4(v128.load(z + 2 * u4 + u));
        const before = t > 0 ? v128.load(H - state + row + u) : zero;
        v128.store(z + 2 * u4 + u, candidate);
        v128.store(
          H + row + u,
          f32x4.add(f32x4.mul(update, before), f32x4.mul(f32x4.sub(one, update), candidate)),
        );
      }
    }
    Z += floats(B * G);
    H += state;
    R += state;
  }
}

/**
 * Backward: overwrites Z[T, B, 3U] with the gradients of the gates' sums. The packed kernels are the transposes:
 * [2U, U] and [U, U]. dH and dR are scratch of [B, U].
 */
export function gruBackward(
  B: i32, T: i32, U: i32, hard: i32, Z: usize, H: usize, dY: usize, sequences: i32, packedGates: usize,
  packedCandidate: usize, dH: usize, dR: usize, scratch: usize,
): void {
  const G = 3 * U;
  const u4 = floats(U);
  const state = floats(B * U);
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  memory.fill(dH, 0, state);
  for (let t = T - 1; t >= 0; t--) {
    const gates = Z + floats(t * B * G);
    const before = H + floats(t * B * U) - state;
    const given = sequences || t == T - 1;
    for (let b = 0; b < B; b++) {
      const z = gates + floats(b * G);
      const row = floats(b * U);
      const dy = dY + (sequences ? floats((b * T + t) * U) : row);
      for (let u: usize = 0; u < u4; u += 16) {
        const update = v128.load(z + u);
        const candidate = v128.load(z + 2 * u4 + u);
        const h = t > 0 ? v128.load(before + row + u) : zero;
        let d = v128.load(dH + row + u);
        if (given) d = f32x4.add(d, v128.load(dy + u));
        const slope = f32x4.mul(f32x4.sub(one, update), f32x4.sub(one, f32x4.mul(candidate, candidate)));
        v128.store(z + u, flush(f32x4.mul(f32x4.mul(d, f32x4.sub(h, candidate)), gateSlope4(update, hard))));
        v128.store(z + 2 * u4 + u, flush(f32x4.mul(d, slope)));
        v128.store(dH + row + u, flush(f32x4.mul(d, update)));
      }
    }
    if (t > 0) gemmPlain(B, U, U, gates + 2 * u4, G, 1, packedCandidate, dR, U, STORE, 0, scratch);
    for (let b = 0; b < B; b++) {
      const z = gates + floats(b * G);
      const row = floats(b * U);
      for (let u: usize = 0; u < u4; u += 16) {
        if (t == 0) {
          v128.store(z + u4 + u, zero);
          continue;
        }
        const reset = v128.load(z + u4 + u);
        const d = v128.load(dR + row + u);
        const slope = f32x4.mul(v128.load(before + row + u), gateSlope4(reset, hard));
        v128.store(dH + row + u, f32x4.add(v128.load(dH + row + u), f32x4.mul(d, reset)));
        v128.store(z + u4 + u, flush(f32x4.mul(d, slope)));
      }
    }
    if (t > 0) gemmPlain(B, U, 2 * U, gates, G, 1, packedGates, dH, U, ADD, 0, scratch);
  }
}
