import { doubles } from './lanes';

@inline
function total(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

/**
 * Writes `count` outputs of a polyphase filter: each the sum of products of `taps` samples (an even number), the first ones from
 * `x`, with the row of `table` for its phase. The sums of even and of odd terms are those that TypeScript makes.
 */
export function polyphase(
  x: usize, table: usize, taps: i32, up: i32, down: i32, phase: i32, count: i32, out: usize,
): void {
  const row = doubles(taps);
  const end = out + doubles(count);
  const four = out + doubles(count & ~3);
  // Four outputs at a time, whose sums do not wait for each other.
  while (out < four) {
    let w0 = table + <usize>phase * row;
    const x0 = x;
    phase += down;
    let steps = phase / up;
    x += doubles(steps);
    phase -= steps * up;
    const w1 = table + <usize>phase * row - w0;
    const x1 = x - x0;
    phase += down;
    steps = phase / up;
    x += doubles(steps);
    phase -= steps * up;
    const w2 = table + <usize>phase * row - w0;
    const x2 = x - x0;
    phase += down;
    steps = phase / up;
    x += doubles(steps);
    phase -= steps * up;
    const w3 = table + <usize>phase * row - w0;
    const x3 = x - x0;
    phase += down;
    steps = phase / up;
    x += doubles(steps);
    phase -= steps * up;
    let sum0 = f64x2.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    const stop = w0 + row;
    let s = x0;
    if (up == 1) {
      for (; w0 < stop; w0 += 16, s += 16) {
        const w = v128.load(w0);
        sum0 = f64x2.add(sum0, f64x2.mul(w, v128.load(s)));
        sum1 = f64x2.add(sum1, f64x2.mul(w, v128.load(s + x1)));
        sum2 = f64x2.add(sum2, f64x2.mul(w, v128.load(s + x2)));
        sum3 = f64x2.add(sum3, f64x2.mul(w, v128.load(s + x3)));
      }
    } else {
      for (; w0 < stop; w0 += 16, s += 16) {
        sum0 = f64x2.add(sum0, f64x2.mul(v128.load(w0), v128.load(s)));
        sum1 = f64x2.add(sum1, f64x2.mul(v128.load(w0 + w1), v128.load(s + x1)));
        sum2 = f64x2.add(sum2, f64x2.mul(v128.load(w0 + w2), v128.load(s + x2)));
        sum3 = f64x2.add(sum3, f64x2.mul(v128.load(w0 + w3), v128.load(s + x3)));
      }
    }
    store<f64>(out, total(sum0));
    store<f64>(out, total(sum1), 8);
    store<f64>(out, total(sum2), 16);
    store<f64>(out, total(sum3), 24);
    out += 32;
  }
  while (out < end) {
    let sums = f64x2.splat(0);
    let w = table + <usize>phase * row;
    let s = x;
    for (const stop = w + row; w < stop; w += 16, s += 16) sums = f64x2.add(sums, f64x2.mul(v128.load(w), v128.load(s)));
    store<f64>(out, total(sums));
    out += 8;
    phase += down;
    const steps = phase / up;
    x += doubles(steps);
    phase -= steps * up;
  }
}
