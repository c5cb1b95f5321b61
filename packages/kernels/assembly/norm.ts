// Normalisation over rows x[R, C]: batch norm normalises columns, layer norm rows.
// A null pointer for gamma or beta stands for ones or zeros.
import { floats, madd, sum4 } from './simd';

/** Batch norm in training: y, and the mean and (biased) variance of each column. `scale`, `shift`: scratch of C. */
export function batchNormForward(
  x: usize, R: i32, C: i32, gamma: usize, beta: usize, epsilon: f32, y: usize, mean: usize, variance: usize,
  scale: usize, shift: usize,
): void {
  const c4 = floats(C);
  const vector = c4 & ~(<usize>15);
  const inverse: f32 = <f32>1 / <f32>R;
  let c: usize = 0;
  memory.fill(mean, 0, c4);
  memory.fill(variance, 0, c4);
  let p = x;
  for (let r = 0; r < R; r++) {
    for (c = 0; c < vector; c += 16) v128.store(mean + c, f32x4.add(v128.load(mean + c), v128.load(p + c)));
    for (; c < c4; c += 4) store<f32>(mean + c, load<f32>(mean + c) + load<f32>(p + c));
    p += c4;
  }
  for (c = 0; c < c4; c += 4) store<f32>(mean + c, load<f32>(mean + c) * inverse);
  p = x;
  for (let r = 0; r < R; r++) {
    for (c = 0; c < vector; c += 16) {
      const d = f32x4.sub(v128.load(p + c), v128.load(mean + c));
      v128.store(variance + c, madd(d, d, v128.load(variance + c)));
    }
    for (; c < c4; c += 4) {
      const d = load<f32>(p + c) - load<f32>(mean + c);
      store<f32>(variance + c, load<f32>(variance + c) + d * d);
    }
    p += c4;
  }
  for (c = 0; c < c4; c += 4) {
    const v = load<f32>(variance + c) * inverse;
    const s = (gamma ? load<f32>(gamma + c) : <f32>1) / sqrt<f32>(v + epsilon);
    store<f32>(variance + c, v);
    store<f32>(scale + c, s);
    store<f32>(shift + c, (beta ? load<f32>(beta + c) : <f32>0) - load<f32>(mean + c) * s);
  }
  p = x;
  for (let r = 0; r < R; r++) {
    for (c = 0; c < vector; c += 16) {
      v128.store(y + c, madd(v128.load(p + c), v128.load(scale + c), v128.load(shift + c)));
    }
    for (; c < c4; c += 4) store<f32>(y + c, load<f32>(p + c) * load<f32>(scale + c) + load<f32>(shift + c));
    p += c4;
    y += c4;
  }
}

/** Batch norm, gradients of gamma and beta. `inverse`: scratch of C. */
export function batchNormParameterGrads(
  x: usize, dy: usize, R: i32, C: i32, mean: usize, variance: usize, epsilon: f32, dGamma: usize, dBeta: usize,
): void {
  const c4 = floats(C);
  const vector = c4 & ~(<usize>15);
  let c: usize = 0;
  memory.fill(dGamma, 0, c4);
  memory.fill(dBeta, 0, c4);
  for (let r = 0; r < R; r++) {
    for (c = 0; c < vector; c += 16) {
      const d = v128.load(dy + c);
      const centred = f32x4.sub(v128.load(x + c), v128.load(mean + c));
      v128.store(dBeta + c, f32x4.add(v128.load(dBeta + c), d));
      v128.store(dGamma + c, madd(d, centred, v128.load(dGamma + c)));
    }
    for (; c < c4; c += 4) {
      const d = load<f32>(dy + c);
      store<f32>(dBeta + c, load<f32>(dBeta + c) + d);
      store<f32>(dGamma + c, load<f32>(dGamma + c) + d * (load<f32>(x + c) - load<f32>(mean + c)));
    }
    x += c4;
    dy += c4;
  }
  for (c = 0; c < c4; c += 4) {
    store<f32>(dGamma + c, load<f32>(dGamma + c) / sqrt<f32>(load<f32>(variance + c) + epsilon));
  }
}

/**
 * Batch norm, gradient of the input: dx = dy·a + x·b + c by column, with a, b, c (scratch of C each) from the
 * parameter gradients.
 */
export function batchNormInputGrad(
  x: usize, dy: usize, R: i32, C: i32, gamma: usize, mean: usize, variance: usize, epsilon: f32, dGamma: usize,
  dBeta: usize, a: usize, b: usize, k: usize, dx: usize,
): void {
  const c4 = floats(C);
  const vector = c4 & ~(<usize>15);
  const rows: f32 = <f32>1 / <f32>R;
  let c: usize = 0;
  for (; c < c4; c += 4) {
    const inverse: f32 = <f32>1 / sqrt<f32>(load<f32>(variance + c) + epsilon);
    const s = (gamma ? load<f32>(gamma + c) : <f32>1) * inverse;
    const t = -s * rows * load<f32>(dGamma + c) * inverse;
    store<f32>(a + c, s);
    store<f32>(b + c, t);
    store<f32>(k + c, -s * rows * load<f32>(dBeta + c));
  }
  for (let r = 0; r < R; r++) {
    for (c = 0; c < vector; c += 16) {
      const centred = f32x4.sub(v128.load(x + c), v128.load(mean + c));
      const rest = madd(centred, v128.load(b + c), v128.load(k + c));
      v128.store(dx + c, madd(v128.load(dy + c), v128.load(a + c), rest));
    }
    for (; c < c4; c += 4) {
      const rest = (load<f32>(x + c) - load<f32>(mean + c)) * load<f32>(b + c) + load<f32>(k + c);
      store<f32>(dx + c, load<f32>(dy + c) * load<f32>(a + c) + rest);
    }
    x += c4;
    dy += c4;
    dx += c4;
  }
}

@inline
function rowSum(x: usize, c4: usize): f32 {
  const vector = c4 & ~(<usize>15);
  let s = f32x4.splat(0);
  let c: usize = 0;
  for (; c < vector; c += 16) s = f32x4.add(s, v128.load(x + c));
  let total = sum4(s);
  for (; c < c4; c += 4) total += load<f32>(x + c);
  return total;
}

/** Layer norm, forward; `statistics` takes [R, 2]: mean and 1/√(variance + ε) of each row. */
export function layerNormForward(
  x: usize, R: i32, C: i32, gamma: usize, beta: usize, epsilon: f32, y: usize, statistics: usize,
): void {
  const c4 = floats(C);
  for (let r = 0; r < R; r++) {
    const mean = rowSum(x, c4) / <f32>C;
    let v: f32 = 0;
    let c: usize = 0;
    for (; c < c4; c += 4) {
      const d = load<f32>(x + c) - mean;
      v += d * d;
    }
    const inverse: f32 = <f32>1 / sqrt<f32>(v / <f32>C + epsilon);
    for (c = 0; c < c4; c += 4) {
      let h = (load<f32>(x + c) - mean) * inverse;
      if (gamma) h *= load<f32>(gamma + c);
      if (beta) h += load<f32>(beta + c);
      store<f32>(y + c, h);
    }
    store<f32>(statistics, mean);
    store<f32>(statistics, inverse, 4);
    statistics += 8;
    x += c4;
    y += c4;
  }
}

/** Layer norm, backward: dx, dGamma, dBeta at once. */
export function layerNormBackward(
  x: usize, dy: usize, R: i32, C: i32, gamma: usize, statistics: usize, dx: usize, dGamma: usize, dBeta: usize,
): void {
  const c4 = floats(C);
  memory.fill(dGamma, 0, c4);
  memory.fill(dBeta, 0, c4);
  for (let r = 0; r < R; r++) {
    const mean = load<f32>(statistics);
    const inverse = load<f32>(statistics, 4);
    let sum: f32 = 0;
    let dot: f32 = 0;
    let c: usize = 0;
    for (; c < c4; c += 4) {
      const d = load<f32>(dy + c);
      const h = (load<f32>(x + c) - mean) * inverse;
      const g = gamma ? d * load<f32>(gamma + c) : d;
      store<f32>(dBeta + c, load<f32>(dBeta + c) + d);
      store<f32>(dGamma + c, load<f32>(dGamma + c) + d * h);
      sum += g;
      dot += g * h;
    }
    sum /= <f32>C;
    dot /= <f32>C;
    for (c = 0; c < c4; c += 4) {
      const h = (load<f32>(x + c) - mean) * inverse;
      const g = gamma ? load<f32>(dy + c) * load<f32>(gamma + c) : load<f32>(dy + c);
      store<f32>(dx + c, inverse * (g - sum - h * dot));
    }
    statistics += 8;
    x += c4;
    dy += c4;
    dx += c4;
  }
}
