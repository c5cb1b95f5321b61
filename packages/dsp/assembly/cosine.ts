import { doubles } from './lanes';

/**
 * Cosine transforms of `count` rows of `size` values from `x` to rows of `length`. Coefficients go by pairs, an even and an odd
 * one; `table` holds `pairs` rows (a multiple of four) of `width` pairs of cosines. Where `folded`, cosines are even and odd
 * about the middle of the row, so that sums and differences of values stand for both halves. `row`: scratch for `width` vectors.
 * The last values written may lie beyond the row: the next one, or nothing, comes there.
 */
export function cosines(
  x: usize, size: i32, count: i32, table: usize, pairs: i32, width: i32, folded: i32, row: usize, length: i32, out: usize,
): void {
  const tableStep = doubles(2 * width);
  const rowEnd = row + tableStep;
  for (let t = 0; t < count; t++) {
    let left = x;
    let right = x + doubles(size - 1);
    for (let at = row; at < rowEnd; at += 16, left += 8, right -= 8) {
      const a = load<f64>(left);
      const b = folded && left < right ? load<f64>(right) : 0;
      store<f64>(at, a + b);
      store<f64>(at, a - b, 8);
    }
    let w = table;
    let o = out;
    for (let p = 0; p < pairs; p += 4) {
      let sum0 = f64x2.splat(0);
      let sum1 = sum0;
      let sum2 = sum0;
      let sum3 = sum0;
      for (let at = row; at < rowEnd; at += 16, w += 16) {
        const values = v128.load(at);
        const w2 = w + 2 * tableStep;
        sum0 = f64x2.add(sum0, f64x2.mul(v128.load(w), values));
        sum1 = f64x2.add(sum1, f64x2.mul(v128.load(w + tableStep), values));
        sum2 = f64x2.add(sum2, f64x2.mul(v128.load(w2), values));
        sum3 = f64x2.add(sum3, f64x2.mul(v128.load(w2 + tableStep), values));
      }
      v128.store(o, sum0);
      v128.store(o, sum1, 16);
      v128.store(o, sum2, 32);
      v128.store(o, sum3, 48);
      w += 3 * tableStep;
      o += 64;
    }
    x += doubles(size);
    out += doubles(length);
  }
}
