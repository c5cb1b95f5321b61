import { floats, flush, madd } from './simd';

/**
 * One Adam step on n parameters (Kingma and Ba 2015, algorithm 1): the moments in place, the new values to `out`. `unbias1` and `unbias2` are
 * 1/(1 − βᵗ). Moments below 1e-25 are flushed, or parameters without gradient would slide into denormals.
 */
export function adam(
  value: usize, gradient: usize, m: usize, v: usize, n: i32, rate: f32, beta1: f32, beta2: f32, epsilon: f32,
  unbias1: f32, unbias2: f32, out: usize,
): void {
  const n4 = floats(n);
  const vector = n4 & ~(<usize>15);
  let i: usize = 0;
  for (; i < vector; i += 16) {
    const g = v128.load(gradient + i);
    const m4 = f32x4.add(f32x4.mul(v128.load(m + i), f32x4.splat(beta1)), f32x4.mul(g, f32x4.splat(<f32>1 - beta1)));
    const v4 = f32x4.add(
      f32x4.mul(v128.load(v + i), f32x4.splat(beta2)),
      f32x4.mul(f32x4.mul(g, g), f32x4.splat(<f32>1 - beta2)),
    );
    v128.store(m + i, flush(m4));
    v128.store(v + i, flush(v4));
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(v4, f32x4.splat(unbias2))), f32x4.splat(epsilon));
    const step = f32x4.div(f32x4.mul(m4, f32x4.splat(unbias1)), root);
    v128.store(out + i, madd(step, f32x4.splat(-rate), v128.load(value + i)));
  }
  for (; i < n4; i += 4) {
    const g = load<f32>(gradient + i);
    const m1 = load<f32>(m + i) * beta1 + g * (<f32>1 - beta1);
    const v1 = load<f32>(v + i) * beta2 + g * g * (<f32>1 - beta2);
    store<f32>(m + i, m1);
    store<f32>(v + i, v1);
    const step = (m1 * unbias1) / (sqrt<f32>(v1 * unbias2) + epsilon);
    store<f32>(out + i, load<f32>(value + i) - rate * step);
  }
}
