// Tiles of minimal filtering in two dimensions: inputs, outputs, kernels and gradients to and from the points, first down
// the columns, then along the rows, see winograd-2d.ts.
import { NR, packedBytes, TALL } from './pack';
import { floats } from './simd';
import {
  DOWN,
  FACTORS,
  gradPoints,
  inputPoints,
  inputsOf,
  inputStep,
  KERNEL,
  kernelPoints,
  outputs,
  outputsOf,
  panelOf,
  pointsOf,
  TAPS,
  tapsOf,
  UNIT,
  WIDEST,
  writeFactors,
} from './winograd-2d-points';

/** Scratch: the factors; what the columns hand to the rows; zeros, for products and as a bias; a tile at the edge. */
const HALFWAY: usize = FACTORS;
export const ZEROS: usize = HALFWAY + 16 * <usize>(WIDEST * WIDEST);

/** Gradients of a tile on a side. */
const GRADS: i32 = 4;

@inline
export function edgeOf(table: usize, width: i32): usize {
  return table + ZEROS + floats(width);
}

/** Bytes of that scratch. */
export function winograd2dTableBytes(C: i32, N: i32): i32 {
  const width = max(C, N);
  return <i32>ZEROS + (1 + WIDEST * WIDEST) * width * 4;
}

export function writeTable(table: usize, width: i32): void {
  writeFactors(table);
  memory.fill(table + ZEROS, 0, floats(width));
}

/** The first of a tile's side × side inputs and the bytes from row to row; a tile over the edge is copied, with zeros around. */
@inline
function gather(x: usize, H: i32, W: i32, C: i32, top: i32, left: i32, side: i32, edge: usize): usize {
  if (top >= 0 && left >= 0 && top + side <= H && left + side <= W) return x + floats((top * W + left) * C);
  const c4 = floats(C);
  const before = min(side, max(0, -left));
  const after = max(before, min(side, W - left));
  for (let i = 0; i < side; i++) {
    const row = edge + <usize>(i * side) * c4;
    const h = top + i;
    if (h < 0 || h >= H) {
      memory.fill(row, 0, <usize>side * c4);
      continue;
    }
    memory.fill(row, 0, <usize>before * c4);
    memory.copy(row + <usize>before * c4, x + <usize>(h * W + left + before) * c4, <usize>(after - before) * c4);
    memory.fill(row + <usize>after * c4, 0, <usize>(side - after) * c4);
  }
  return edge;
}

/** Planes of a tile's inputs, rows `row` bytes apart, `unit` bytes from value to value of a plane. */
@inline
function inputTile(kind: i32, x: usize, row: usize, C: i32, table: usize, to: usize, plane: usize, unit: usize): void {
  const c4 = floats(C);
  const halfway = table + HALFWAY;
  const across: usize = 16 * <usize>inputsOf(kind);
  const points = pointsOf(kind);
  for (let c: usize = 0; c < c4; c += 16) {
    let from = x + c;
    for (let j: usize = 0; j < across; j += 16) {
      inputPoints(kind, from, row, halfway + j, across, 4, table);
      from += c4;
    }
    let q = to + (c >> 2) * unit;
    let p = halfway;
    for (let i = 0; i < points; i++) {
      inputPoints(kind, p, 16, q, plane, unit, table);
      p += across;
      q += <usize>points * plane;
    }
  }
}

/**
 * Planes of the inputs of `count` tiles from `first`, of which an image has `tiles`, `across` side by side: rows of a plane,
 * or with a `unit` of a panel rows of the panels of `gemmPanels`.
 */
@inline
export function inputTiles(
  kind: i32, x: usize, H: i32, W: i32, C: i32, top: i32, left: i32, tiles: i32, across: i32, first: i32, count: i32,
  table: usize, edge: usize, D: usize, plane: usize, unit: usize,
): void {
  const c4 = floats(C);
  const step = inputStep(kind);
  const side = inputsOf(kind);
  for (let k = 0; k < count; k++) {
    const r = first + k;
    const within = r % tiles;
    const h = (within / across) * step - top;
    const w = (within % across) * step - left;
    const from = gather(x + floats((r / tiles) * H * W * C), H, W, C, h, w, side, edge);
    const row = <usize>(from == edge ? side : W) * c4;
    const to = unit == 4 ? D + <usize>k * c4 : D + <usize>(k - (k % TALL)) * c4 + floats(k % TALL);
    inputTile(kind, from, row, C, table, to, plane, unit);
  }
}

/** `high` × `wide` outputs of a tile from its planes; the rows of y are `row` bytes apart. */
@inline
export function outputTile(
  kind: i32, planes: usize, plane: usize, N: i32, high: i32, wide: i32, bias: usize, table: usize, y: usize, row: usize,
): void {
  const n4 = floats(N);
  const zero = f32x4.splat(0);
  const halfway = table + HALFWAY;
  const across: usize = 16 * <usize>pointsOf(kind);
  for (let c: usize = 0; c < n4; c += 16) {
    let p = planes + c;
    for (let j: usize = 0; j < across; j += 16) {
      outputs(kind, p, <usize>pointsOf(kind) * plane, halfway + j, across, outputsOf(kind), zero, table);
      p += plane;
    }
    const plus = v128.load(bias + c);
    let from = halfway;
    let to = y + c;
    for (let i = 0; i < high; i++) {
      outputs(kind, from, 16, to, n4, wide, plus, table);
      from += across;
      to += row;
    }
  }
}

@inline
function kernelTile(
  kind: i32, from: usize, row: usize, column: usize, halfway: usize, to: usize, plane: usize, unit: usize,
): void {
  const across: usize = 16 * <usize>TAPS;
  let p = from;
  for (let j: usize = 0; j < across; j += 16) {
    kernelPoints(kind, p, row, halfway + j, across, 4);
    p += column;
  }
  for (let i: usize = 0; i < <usize>KERNEL; i++)
    kernelPoints(kind, halfway + i * across, 16, to + i * <usize>KERNEL * plane, plane, unit);
}

/**
 * Planes of a kernel [3, 3, C, N], packed as right operands [C, N]; where `turned` is set, of the kernel turned by half a
 * turn, as right operands [N, C].
 */
export function winograd2dKernel(
  kind: i32, kernel: usize, C: i32, N: i32, turned: i32, table: usize, packed: usize,
): void {
  const tap = floats(C * N);
  const halfway = table + HALFWAY;
  const plane = <usize>(turned ? packedBytes(N, C) : packedBytes(C, N));
  const first = turned ? kernel + 8 * tap : kernel;
  const step = turned ? 0 - tap : tap;
  const unit: usize = turned ? 4 * NR : 4;
  for (let c = 0; c < C; c++) {
    for (let n = 0; n < N; n += 4) {
      const from = first + floats(c * N + n);
      const to = packed + (turned ? panelOf(n, c, N) : panelOf(c, n, C));
      if (kind == UNIT) kernelTile(UNIT, from, 3 * step, step, halfway, to, plane, unit);
      else kernelTile(DOWN, from, 3 * step, step, halfway, to, plane, unit);
    }
  }
}

/** Planes of a tile of `high` × `wide` gradients, for a row of the packed right operand. */
@inline
export function gradTile(
  kind: i32, dy: usize, row: usize, N: i32, high: i32, wide: i32, table: usize, to: usize, plane: usize, panel: usize,
): void {
  const n4 = floats(N);
  const zero = f32x4.splat(0);
  const halfway = table + HALFWAY;
  const across: usize = 16 * <usize>GRADS;
  const points = pointsOf(kind);
  for (let c: usize = 0; c < n4; c += 16) {
    for (let j = 0; j < GRADS; j++) {
      const p = dy + <usize>j * n4 + c;
      const isIn = j < wide;
      const d0 = isIn ? v128.load(p) : zero;
      const d1 = isIn && high > 1 ? v128.load(p + row) : zero;
      const d2 = isIn && high > 2 ? v128.load(p + 2 * row) : zero;
      const d3 = isIn && high > 3 ? v128.load(p + 3 * row) : zero;
      gradPoints(kind, d0, d1, d2, d3, halfway + <usize>(16 * j), across, table);
    }
    let q = to + (c >> 5) * panel + (c & 16);
    let p = halfway;
    for (let i = 0; i < points; i++) {
      gradPoints(kind, v128.load(p), v128.load(p + 16), v128.load(p + 32), v128.load(p + 48), q, plane, table);
      p += across;
      q += <usize>points * plane;
    }
  }
}

/** The gradients of the taps [3, 3, …] of n values each, from planes of sums. */
@inline
export function kernelSums(kind: i32, sums: usize, n: i32, table: usize, out: usize): void {
  const plane = floats(n);
  const halfway = table + HALFWAY;
  const across: usize = 16 * <usize>KERNEL;
  for (let c: usize = 0; c < plane; c += 16) {
    let p = sums + c;
    for (let j: usize = 0; j < across; j += 16) {
      tapsOf(kind, p, <usize>KERNEL * plane, halfway + j, across);
      p += plane;
    }
    for (let i: usize = 0; i < <usize>TAPS; i++) tapsOf(kind, halfway + i * across, 16, out + 3 * i * plane + c, plane);
  }
}
