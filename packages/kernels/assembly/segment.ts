import { floats } from './simd';

/** out[ids[i], :] += x[i, :] for rows of n; ids below zero or past `segments` are left out. `out` is overwritten. */
export function segmentSum(x: usize, ids: usize, rows: i32, n: i32, segments: i32, integers: i32, out: usize): void {
  const n4 = floats(n);
  memory.fill(out, 0, floats(segments * n));
  for (let r = 0; r < rows; r++) {
    const id = load<i32>(ids + floats(r));
    if (id >= 0 && id < segments) {
      const q = out + <usize>id * n4;
      if (integers) {
        for (let j: usize = 0; j < n4; j += 4) store<i32>(q + j, load<i32>(q + j) + load<i32>(x + j));
      } else {
        for (let j: usize = 0; j < n4; j += 4) store<f32>(q + j, load<f32>(q + j) + load<f32>(x + j));
      }
    }
    x += n4;
  }
}
