// Elementwise passes over [outer, middle, inner].
import { floats, sigmoid4 } from './simd';

/** out[o, m, i] = a[o, m, i]·b[o, i]. */
export function multiplySpread(a: usize, b: usize, outer: i32, middle: i32, inner: i32, out: usize): void {
  const n4 = floats(inner);
  const vector = n4 & ~(<usize>15);
  for (let o = 0; o < outer; o++) {
    for (let m = 0; m < middle; m++) {
      let i: usize = 0;
      for (; i < vector; i += 16) v128.store(out + i, f32x4.mul(v128.load(a + i), v128.load(b + i)));
      for (; i < n4; i += 4) store<f32>(out + i, load<f32>(a + i) * load<f32>(b + i));
      a += n4;
      out += n4;
    }
    b += n4;
  }
}

/** out[o, m, i] = x[o, i]·scale. */
export function spread(x: usize, outer: i32, middle: i32, inner: i32, scale: f32, out: usize): void {
  const n4 = floats(inner);
  const vector = n4 & ~(<usize>15);
  const s = f32x4.splat(scale);
  for (let o = 0; o < outer; o++) {
    for (let m = 0; m < middle; m++) {
      let i: usize = 0;
      for (; i < vector; i += 16) v128.store(out + i, f32x4.mul(v128.load(x + i), s));
      for (; i < n4; i += 4) store<f32>(out + i, load<f32>(x + i) * scale);
      out += n4;
    }
    x += n4;
  }
}

/** out = old − (old − batch)·share: a running statistic moved towards a batch's. */
export function follow(old: usize, batch: usize, n: i32, share: f32, out: usize): void {
  const end = floats(n);
  for (let i: usize = 0; i < end; i += 4) {
    const v = load<f32>(old + i);
    store<f32>(out + i, v - (v - load<f32>(batch + i)) * share);
  }
}

/** dx = dy·step(x), where step is 1 for x > 0, NaN for NaN, and 0 otherwise. */
export function reluGrad(x: usize, dy: usize, n: i32, dx: usize): void {
  const n4 = floats(n);
  const vector = n4 & ~(<usize>15);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  let i: usize = 0;
  for (; i < vector; i += 16) {
    const v = v128.load(x + i);
    const step = v128.bitselect(v128.and(one, f32x4.gt(v, zero)), v, f32x4.eq(v, v));
    v128.store(dx + i, f32x4.mul(v128.load(dy + i), step));
  }
  for (; i < n4; i += 4) {
    const v = load<f32>(x + i);
    store<f32>(dx + i, load<f32>(dy + i) * (v != v ? v : v > 0 ? 1 : 0));
  }
}

/** y = max(y + added, 0) in place; `added` is an address, or 0 for none. */
export function rectify(y: usize, n: i32, added: usize): void {
  const n4 = floats(n);
  const vector = n4 & ~(<usize>15);
  const zero = f32x4.splat(0);
  let i: usize = 0;
  for (; i < vector; i += 16) {
    const v = v128.load(y + i);
    v128.store(y + i, f32x4.max(added ? f32x4.add(v, v128.load(added + i)) : v, zero));
  }
  for (; i < n4; i += 4) {
    const v = load<f32>(y + i);
    store<f32>(y + i, max<f32>(added ? v + load<f32>(added + i) : v, 0));
  }
}

/** Copies `rows` strips of `bytes` each, from and to rows that lie the given strides apart (in bytes). */
export function copyStrips(from: usize, fromStride: usize, to: usize, toStride: usize, rows: i32, bytes: usize): void {
  for (let r = 0; r < rows; r++) {
    memory.copy(to, from, bytes);
    from += fromStride;
    to += toStride;
  }
}

/** out[o, n − 1 − i, :] = x[o, i, :] for rows of `bytes` bytes. */
export function reverseRows(x: usize, outer: i32, n: i32, bytes: usize, out: usize): void {
  for (let o = 0; o < outer; o++) {
    let to = out + <usize>n * bytes;
    for (let i = 0; i < n; i++) {
      to -= bytes;
      memory.copy(to, x, bytes);
      x += bytes;
    }
    out += <usize>n * bytes;
  }
}

/** out[o, i] = mean over m of x[o, m, i]. */
export function meanOver(x: usize, outer: i32, middle: i32, inner: i32, out: usize): void {
  const n4 = floats(inner);
  const vector = n4 & ~(<usize>15);
  const share: f32 = <f32>1 / <f32>middle;
  for (let o = 0; o < outer; o++) {
    memory.fill(out, 0, n4);
    for (let m = 0; m < middle; m++) {
      let i: usize = 0;
      for (; i < vector; i += 16) v128.store(out + i, f32x4.add(v128.load(out + i), v128.load(x + i)));
      for (; i < n4; i += 4) store<f32>(out + i, load<f32>(out + i) + load<f32>(x + i));
      x += n4;
    }
    for (let i: usize = 0; i < n4; i += 4) store<f32>(out + i, load<f32>(out + i) * share);
    out += n4;
  }
}

/** y = x·open with open = sigmoid(z), of n ≥ 4 values; the last four overlap those before them. */
export function gateForward(x: usize, z: usize, n: i32, y: usize, open: usize): void {
  for (let i = 0; i < n; i += 4) {
    const at = floats(min(i, n - 4));
    const s = sigmoid4(v128.load(z + at));
    v128.store(open + at, s);
    v128.store(y + at, f32x4.mul(v128.load(x + at), s));
  }
}

/** Gradients of `gateForward`. */
export function gateBackward(x: usize, open: usize, dy: usize, n: i32, dx: usize, dz: usize): void {
  const one = f32x4.splat(1);
  for (let i = 0; i < n; i += 4) {
    const at = floats(min(i, n - 4));
    const s = v128.load(open + at);
    const d = f32x4.mul(v128.load(dy + at), s);
    v128.store(dx + at, d);
    v128.store(dz + at, f32x4.mul(f32x4.mul(d, v128.load(x + at)), f32x4.sub(one, s)));
  }
}
