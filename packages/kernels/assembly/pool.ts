import { floats } from './simd';

/** The place of the greatest element of a window that has none. */
const NONE = -1;

/**
 * Max pooling, gradient. Each window gives its dy to the first of its greatest elements (rows first) of any sign. NaN
 * and −∞ are never the greatest: a window of them alone gives its dy to none. `dx` [B, H, W, C] is overwritten. `best`
 * and `at` are scratch rows of C.
 */
export function maxPoolGrad(
  x: usize, dy: usize, dx: usize, B: i32, H: i32, W: i32, C: i32, fh: i32, fw: i32, sh: i32, sw: i32, dh: i32,
  dw: i32, top: i32, left: i32, OH: i32, OW: i32, best: usize, at: usize,
): void {
  const c4 = floats(C);
  const vector = c4 & ~(<usize>15);
  // Where windows do not overlap, each element of dx is written once: all lanes at a time.
  const apart = fh * dh <= sh && fw * dw <= sw;
  const lowest = f32x4.splat(f32.NEGATIVE_INFINITY);
  const none = i32x4.splat(NONE);
  memory.fill(dx, 0, floats(B * H * W * C));
  for (let b = 0; b < B; b++) {
    for (let oh = 0; oh < OH; oh++) {
      for (let ow = 0; ow < OW; ow++) {
        let first = true;
        for (let i = 0; i < fh; i++) {
          const h = oh * sh + i * dh - top;
          if (h < 0 || h >= H) continue;
          for (let j = 0; j < fw; j++) {
            const w = ow * sw + j * dw - left;
            if (w < 0 || w >= W) continue;
            const cell = (b * H + h) * W + w;
            const p = x + floats(cell * C);
            const index = i32x4.splat(cell);
            let c: usize = 0;
            if (first) {
              for (; c < vector; c += 16) {
                const v = v128.load(p + c);
                const wins = f32x4.gt(v, lowest);
                v128.store(best + c, v128.bitselect(v, lowest, wins));
                v128.store(at + c, v128.bitselect(index, none, wins));
              }
              for (; c < c4; c += 4) {
                const wins = load<f32>(p + c) > f32.NEGATIVE_INFINITY;
                store<f32>(best + c, wins ? load<f32>(p + c) : f32.NEGATIVE_INFINITY);
                store<i32>(at + c, wins ? cell : NONE);
              }
              first = false;
              continue;
            }
            for (; c < vector; c += 16) {
              const v = v128.load(p + c);
              const old = v128.load(best + c);
              const wins = f32x4.gt(v, old);
              v128.store(best + c, v128.bitselect(v, old, wins));
              v128.store(at + c, v128.bitselect(index, v128.load(at + c), wins));
            }
            for (; c < c4; c += 4) {
              if (load<f32>(p + c) > load<f32>(best + c)) {
                store<f32>(best + c, load<f32>(p + c));
                store<i32>(at + c, cell);
              }
            }
          }
        }
        if (apart) {
          for (let i = 0; i < fh; i++) {
            const h = oh * sh + i * dh - top;
            if (h < 0 || h >= H) continue;
            for (let j = 0; j < fw; j++) {
              const w = ow * sw + j * dw - left;
              if (w < 0 || w >= W) continue;
              const cell = (b * H + h) * W + w;
              const q = dx + floats(cell * C);
              const index = i32x4.splat(cell);
              let c: usize = 0;
              for (; c < vector; c += 16) {
                v128.store(q + c, v128.and(v128.load(dy + c), i32x4.eq(v128.load(at + c), index)));
              }
              for (; c < c4; c += 4) if (load<i32>(at + c) == cell) store<f32>(q + c, load<f32>(dy + c));
            }
          }
        } else if (!first) {
          for (let c: usize = 0; c < c4; c += 4) {
            const cell = load<i32>(at + c);
            if (cell == NONE) continue;
            const q = dx + <usize>cell * c4 + c;
            store<f32>(q, load<f32>(q) + load<f32>(dy + c));
          }
        }
        dy += c4;
      }
    }
  }
}
