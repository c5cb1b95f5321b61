import { doubles } from './lanes';

/**
 * Writes rows of values, their first derivatives and, where `even` is not 0, their second ones. `x`: the row of the first frame,
 * among rows of `coeffs` values; `odd` and `even`: the weights from the middle on, `half` + 1 of each.
 * A row may be followed by one value that the next row replaces.
 */
export function derive(x: usize, coeffs: i32, count: i32, odd: usize, even: usize, half: i32, out: usize): void {
  const row = doubles(coeffs);
  for (let t = 0; t < count; t++) {
    let o = out;
    memory.copy(o, x, row);
    o += row;
    for (let c: usize = 0; c < row; c += 16) {
      let first = f64x2.splat(0);
      let after = x + c;
      let before = after;
      for (let k = 1; k <= half; k++) {
        after += row;
        before -= row;
        const w = v128.load64_splat(odd + doubles(k));
        first = f64x2.add(first, f64x2.mul(w, f64x2.sub(v128.load(after), v128.load(before))));
      }
      v128.store(o + c, first);
    }
    o += row;
    if (even) {
      for (let c: usize = 0; c < row; c += 16) {
        let second = f64x2.splat(0);
        let after = x + c;
        let before = after;
        for (let k = 1; k <= half; k++) {
          after += row;
          before -= row;
          const w = v128.load64_splat(even + doubles(k));
          second = f64x2.add(second, f64x2.mul(w, f64x2.add(v128.load(after), v128.load(before))));
        }
        v128.store(o + c, f64x2.add(second, f64x2.mul(v128.load64_splat(even), v128.load(x + c))));
      }
      o += row;
    }
    x += row;
    out = o;
  }
}
