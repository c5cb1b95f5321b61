// Softmax attention over time: score_t = f(h_t·w), a = softmax(score), y = Σ a_t·h_t; f is tanh or the identity.
import { exp4, floats, madd, sum4, tanh4 } from './simd';

@inline
function dot(a: usize, b: usize, n4: usize): f32 {
  const vector = n4 & ~(<usize>15);
  let s = f32x4.splat(0);
  let i: usize = 0;
  for (; i < vector; i += 16) s = madd(v128.load(a + i), v128.load(b + i), s);
  let total = sum4(s);
  for (; i < n4; i += 4) total += load<f32>(a + i) * load<f32>(b + i);
  return total;
}

/** y += a·x */
@inline
function addScaled(y: usize, a: f32, x: usize, n4: usize): void {
  const vector = n4 & ~(<usize>15);
  const a4 = f32x4.splat(a);
  let i: usize = 0;
  for (; i < vector; i += 16) v128.store(y + i, madd(a4, v128.load(x + i), v128.load(y + i)));
  for (; i < n4; i += 4) store<f32>(y + i, load<f32>(y + i) + a * load<f32>(x + i));
}

@inline
function tanh1(x: f32): f32 {
  return f32x4.extract_lane(tanh4(f32x4.splat(x)), 0);
}

@inline
function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

/** Forward: y[B, U], and for the gradient scores[B, T] and a[B, T]. */
export function attentionForward(
  h: usize, B: i32, T: i32, U: i32, w: usize, tanh: i32, scores: usize, a: usize, y: usize,
): void {
  const u4 = floats(U);
  for (let b = 0; b < B; b++) {
    let top: f32 = -Infinity;
    for (let t = 0; t < T; t++) {
      let s = dot(h + <usize>t * u4, w, u4);
      if (tanh) s = tanh1(s);
      store<f32>(scores + floats(t), s);
      top = max(top, s);
    }
    let total: f32 = 0;
    for (let t = 0; t < T; t++) {
      const e = exp1(load<f32>(scores + floats(t)) - top);
      store<f32>(a + floats(t), e);
      total += e;
    }
    memory.fill(y, 0, u4);
    for (let t = 0; t < T; t++) {
      const part = load<f32>(a + floats(t)) / total;
      store<f32>(a + floats(t), part);
      addScaled(y, part, h, u4);
      h += u4;
    }
    scores += floats(T);
    a += floats(T);
    y += u4;
  }
}

/** Backward: dh[B, T, U] and dw[U]. `d` is scratch of T. */
export function attentionBackward(
  h: usize, dy: usize, B: i32, T: i32, U: i32, w: usize, tanh: i32, scores: usize, a: usize, d: usize, dh: usize,
  dw: usize,
): void {
  const u4 = floats(U);
  memory.fill(dw, 0, u4);
  memory.fill(dh, 0, floats(B * T * U));
  for (let b = 0; b < B; b++) {
    let mean: f32 = 0;
    for (let t = 0; t < T; t++) {
      const v = dot(h + <usize>t * u4, dy, u4);
      store<f32>(d + floats(t), v);
      mean += v * load<f32>(a + floats(t));
    }
    for (let t = 0; t < T; t++) {
      const part = load<f32>(a + floats(t));
      const s = load<f32>(scores + floats(t));
      let ds = part * (load<f32>(d + floats(t)) - mean);
      if (tanh) ds *= <f32>1 - s * s;
      addScaled(dh, part, dy, u4);
      addScaled(dh, ds, w, u4);
      addScaled(dw, ds, h, u4);
      h += u4;
      dh += u4;
    }
    scores += floats(T);
    a += floats(T);
    dy += u4;
  }
}
