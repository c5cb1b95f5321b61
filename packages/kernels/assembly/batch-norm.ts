// Batch norm over the columns of x[outer, middle, C], C ≥ 4, and the ReLU and dropout that may follow it:
// y = mask·max(least, scale·x + shift), with a mask row for each of `outer`, or a null pointer for ones.
//
// Columns go in fours; the last four overlap those before them where C is no multiple of 4, and repeat their results.
// What is summed over rows therefore lies in fours too, until `spreadFours` writes it by column.
import { floats, madd } from './simd';

/** Rows that stay in the nearest cache while every column goes over them. */
const BLOCK: i32 = 64;

@inline
function fours(C: i32): i32 {
  return (C + 3) >> 2;
}

/** Where the i-th four columns begin, in bytes. */
@inline
function columnsAt(i: i32, C: i32): usize {
  return floats(min(4 * i, C - 4));
}

/** Floats of scratch that all routines here need. */
export function batchNormScratch(C: i32): i32 {
  return 2 * C + 8 * fours(C);
}

/*
 * Rows of the statistics [4, C] of a batch: mean and (biased) variance of each column, and the scale and shift that
 * they make with gamma and beta.
 */
const MEAN: usize = 0;
const VARIANCE: usize = 1;
const SCALE: usize = 2;
const SHIFT: usize = 3;

function spreadFours(sums: usize, C: i32, out: usize): void {
  for (let i = 0; i < fours(C); i++) v128.store(out + columnsAt(i, C), v128.load(sums + 16 * <usize>i));
}

/**
 * Takes a block of rows into the running moments of four columns: the block's own mean and squares around it, then both
 * joined to those of the rows before (Chan et al., 1983).
 */
@inline
function momentsOfBlock(x: usize, rows: i32, before: i32, c4: usize, mean: usize, squares: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let p = x;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    s0 = f32x4.add(s0, v128.load(p));
    p += c4;
    s1 = f32x4.add(s1, v128.load(p));
    p += c4;
    s2 = f32x4.add(s2, v128.load(p));
    p += c4;
    s3 = f32x4.add(s3, v128.load(p));
    p += c4;
  }
  for (; r < rows; r++) {
    s0 = f32x4.add(s0, v128.load(p));
    p += c4;
  }
  const own = f32x4.mul(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), f32x4.splat(<f32>1 / <f32>rows));
  s0 = f32x4.splat(0);
  s1 = f32x4.splat(0);
  s2 = f32x4.splat(0);
  s3 = f32x4.splat(0);
  p = x;
  for (r = 0; r + 4 <= rows; r += 4) {
    const d0 = f32x4.sub(v128.load(p), own);
    p += c4;
    const d1 = f32x4.sub(v128.load(p), own);
    p += c4;
    const d2 = f32x4.sub(v128.load(p), own);
    p += c4;
    const d3 = f32x4.sub(v128.load(p), own);
    p += c4;
    s0 = madd(d0, d0, s0);
    s1 = madd(d1, d1, s1);
    s2 = madd(d2, d2, s2);
    s3 = madd(d3, d3, s3);
  }
  for (; r < rows; r++) {
    const d0 = f32x4.sub(v128.load(p), own);
    s0 = madd(d0, d0, s0);
    p += c4;
  }
  const m = v128.load(mean);
  const apart = f32x4.sub(own, m);
  const share: f32 = <f32>rows / <f32>(before + rows);
  const within = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  const between = f32x4.mul(f32x4.mul(apart, apart), f32x4.splat(<f32>before * share));
  v128.store(mean, madd(apart, f32x4.splat(share), m));
  v128.store(squares, f32x4.add(v128.load(squares), f32x4.add(within, between)));
}

@inline
function maskAt(mask: usize, at: usize): v128 {
  return mask ? v128.load(mask + at) : f32x4.splat(1);
}

/**
 * Writes the scale and shift that statistics make with gamma and beta; null pointers stand for ones and zeros.
 */
function scaleAndShift(
  C: i32, mean: usize, variance: usize, gamma: usize, beta: usize, epsilon: f32, scale: usize, shift: usize,
): void {
  for (let c: usize = 0; c < floats(C); c += 4) {
    const s = (gamma ? load<f32>(gamma + c) : 1) / sqrt<f32>(load<f32>(variance + c) + epsilon);
    store<f32>(scale + c, s);
    store<f32>(shift + c, (beta ? load<f32>(beta + c) : 0) - load<f32>(mean + c) * s);
  }
}

/** y of x[R, C] by running statistics. `scratch`: 2·C floats. */
export function batchNormInference(
  x: usize, R: i32, C: i32, mean: usize, variance: usize, gamma: usize, beta: usize, epsilon: f32, y: usize,
  scratch: usize,
): void {
  const c4 = floats(C);
  const scale = scratch;
  const shift = scratch + c4;
  scaleAndShift(C, mean, variance, gamma, beta, epsilon, scale, shift);
  for (let r = 0; r < R; r++) {
    for (let i = 0; i < fours(C); i++) {
      const at = columnsAt(i, C);
      v128.store(y + at, madd(v128.load(x + at), v128.load(scale + at), v128.load(shift + at)));
    }
    x += c4;
    y += c4;
  }
}

/** y and the statistics. */
export function batchNormForward(
  x: usize, outer: i32, middle: i32, C: i32, gamma: usize, beta: usize, epsilon: f32, least: f32, mask: usize, y: usize,
  statistics: usize, scratch: usize,
): void {
  const c4 = floats(C);
  const count = fours(C);
  const R = outer * middle;
  const mean = statistics + MEAN * c4;
  const variance = statistics + VARIANCE * c4;
  const scale = statistics + SCALE * c4;
  const shift = statistics + SHIFT * c4;
  const means = scratch;
  const squares = means + 16 * <usize>count;
  memory.fill(means, 0, 32 * <usize>count);
  let p = x;
  for (let r = 0; r < R; r += BLOCK) {
    const rows = min(BLOCK, R - r);
    for (let i = 0; i < count; i++) {
      const at = 16 * <usize>i;
      momentsOfBlock(p + columnsAt(i, C), rows, r, c4, means + at, squares + at);
    }
    p += <usize>BLOCK * c4;
  }
  spreadFours(means, C, mean);
  spreadFours(squares, C, variance);
  for (let c: usize = 0; c < c4; c += 4) store<f32>(variance + c, load<f32>(variance + c) / <f32>R);
  scaleAndShift(C, mean, variance, gamma, beta, epsilon, scale, shift);
  const floor = f32x4.splat(least);
  for (let o = 0; o < outer; o++) {
    for (let r = 0; r < middle; r += BLOCK) {
      const rows = min(BLOCK, middle - r);
      for (let i = 0; i < count; i++) {
        const at = columnsAt(i, C);
        const by = v128.load(scale + at);
        const plus = v128.load(shift + at);
        const kept = maskAt(mask, at);
        let from = x + at;
        let to = y + at;
        for (let k = 0; k < rows; k++) {
          v128.store(to, f32x4.mul(kept, f32x4.max(floor, madd(v128.load(from), by, plus))));
          from += c4;
          to += c4;
        }
      }
      x += <usize>rows * c4;
      y += <usize>rows * c4;
    }
    if (mask) mask += c4;
  }
}

/** What comes back to scale·x + shift: mask·dy where that was above `least`. */
@inline
function pastActivation(x: v128, dy: v128, scale: v128, shift: v128, least: v128, mask: v128): v128 {
  return v128.and(f32x4.mul(dy, mask), f32x4.gt(madd(x, scale, shift), least));
}

/** Gradients of gamma and beta. */
function parameterGrads(
  x: usize, dy: usize, outer: i32, middle: i32, C: i32, statistics: usize, epsilon: f32, least: f32, mask: usize,
  dGamma: usize, dBeta: usize, scratch: usize,
): void {
  const c4 = floats(C);
  const count = fours(C);
  const mean = statistics + MEAN * c4;
  const variance = statistics + VARIANCE * c4;
  const scale = statistics + SCALE * c4;
  const shift = statistics + SHIFT * c4;
  const gammas = scratch;
  const betas = gammas + 16 * <usize>count;
  memory.fill(gammas, 0, 32 * <usize>count);
  const floor = f32x4.splat(least);
  for (let o = 0; o < outer; o++) {
    for (let r = 0; r < middle; r += BLOCK) {
      const rows = min(BLOCK, middle - r);
      for (let i = 0; i < count; i++) {
        const at = columnsAt(i, C);
        const m = v128.load(mean + at);
        const by = v128.load(scale + at);
        const plus = v128.load(shift + at);
        const kept = maskAt(mask, at);
        let px = x + at;
        let pd = dy + at;
        let g0 = v128.load(gammas + 16 * <usize>i);
        let b0 = v128.load(betas + 16 * <usize>i);
        let g1 = f32x4.splat(0);
        let b1 = f32x4.splat(0);
        let k = 0;
        for (; k + 2 <= rows; k += 2) {
          const x0 = v128.load(px);
          const d0 = pastActivation(x0, v128.load(pd), by, plus, floor, kept);
          b0 = f32x4.add(b0, d0);
          g0 = madd(d0, f32x4.sub(x0, m), g0);
          px += c4;
          pd += c4;
          const x1 = v128.load(px);
          const d1 = pastActivation(x1, v128.load(pd), by, plus, floor, kept);
          b1 = f32x4.add(b1, d1);
          g1 = madd(d1, f32x4.sub(x1, m), g1);
          px += c4;
          pd += c4;
        }
        if (k < rows) {
          const x0 = v128.load(px);
          const d0 = pastActivation(x0, v128.load(pd), by, plus, floor, kept);
          b0 = f32x4.add(b0, d0);
          g0 = madd(d0, f32x4.sub(x0, m), g0);
        }
        v128.store(gammas + 16 * <usize>i, f32x4.add(g0, g1));
        v128.store(betas + 16 * <usize>i, f32x4.add(b0, b1));
      }
      x += <usize>rows * c4;
      dy += <usize>rows * c4;
    }
    if (mask) mask += c4;
  }
  spreadFours(gammas, C, dGamma);
  spreadFours(betas, C, dBeta);
  for (let c: usize = 0; c < c4; c += 4) {
    store<f32>(dGamma + c, load<f32>(dGamma + c) / sqrt<f32>(load<f32>(variance + c) + epsilon));
  }
}

/**
 * Gradients of gamma, beta and the input: dx = scale·d + slope·(x − mean) + rest, with d what comes past the activation.
 */
export function batchNormBackward(
  x: usize, dy: usize, outer: i32, middle: i32, C: i32, statistics: usize, epsilon: f32, least: f32, mask: usize,
  dGamma: usize, dBeta: usize, scratch: usize, dx: usize,
): void {
  const c4 = floats(C);
  const count = fours(C);
  const mean = statistics + MEAN * c4;
  const variance = statistics + VARIANCE * c4;
  const scale = statistics + SCALE * c4;
  const shift = statistics + SHIFT * c4;
  const slope = scratch;
  const rest = slope + c4;
  const share: f32 = <f32>-1 / <f32>(outer * middle);
  parameterGrads(x, dy, outer, middle, C, statistics, epsilon, least, mask, dGamma, dBeta, scratch);
  for (let c: usize = 0; c < c4; c += 4) {
    const s = load<f32>(scale + c) * share;
    const t = (s * load<f32>(dGamma + c)) / sqrt<f32>(load<f32>(variance + c) + epsilon);
    store<f32>(slope + c, t);
    store<f32>(rest + c, s * load<f32>(dBeta + c));
  }
  const floor = f32x4.splat(least);
  for (let o = 0; o < outer; o++) {
    for (let r = 0; r < middle; r += BLOCK) {
      const rows = min(BLOCK, middle - r);
      for (let i = 0; i < count; i++) {
        const at = columnsAt(i, C);
        const m = v128.load(mean + at);
        const by = v128.load(scale + at);
        const plus = v128.load(shift + at);
        const along = v128.load(slope + at);
        const past = v128.load(rest + at);
        const kept = maskAt(mask, at);
        let px = x + at;
        let pd = dy + at;
        let to = dx + at;
        for (let k = 0; k < rows; k++) {
          const v = v128.load(px);
          const d = pastActivation(v, v128.load(pd), by, plus, floor, kept);
          v128.store(to, madd(d, by, madd(f32x4.sub(v, m), along, past)));
          px += c4;
          pd += c4;
          to += c4;
        }
      }
      x += <usize>rows * c4;
      dy += <usize>rows * c4;
      dx += <usize>rows * c4;
    }
    if (mask) mask += c4;
  }
}
