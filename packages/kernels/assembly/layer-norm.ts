// Layer norm over rows x[R, C]. A null pointer for gamma or beta stands for ones or zeros.
import { floats, sum4 } from './simd';

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
