// Convolutions of pictures by 3 × 3 taps at strides 1 and 2 by minimal filtering (Winograd 1980; Lavin and Gray 2016),
// channels last.
//
// At stride 1 a tile of 4 × 4 outputs sees 6 × 6 inputs. Rows and columns are taken as polynomials and evaluated at the
// points 0, ±1, ±2 and ∞; there the convolution is 36 products of matrices [tiles, C]·[C, N] where the direct one needs 144.
//
// At stride 2 it sees 9 × 9 inputs. The outer taps see the even ones: four outputs take five products, at the points 0, ±1, 2
// and ∞. The middle tap sees the odd ones, which take a product each: 81 in all where the direct one needs 144. The gradient of
// the input goes the same way back, from 5 × 5 to 8 × 8 values.
//
// C and N are multiples of 8, at most 256. "Planes" are the matrices one after the other, one a product.
import { ADD, gemmPanels, gemmPlain, STORE } from './gemm';
import { NR, packedBytes, TALL } from './pack';
import { floats } from './simd';
import { DOWN, KERNEL, outputsOf, pointsOf, UNIT, UP } from './winograd-2d-points';
import { edgeOf, gradTile, inputTiles, kernelSums, outputTile, writeTable, ZEROS } from './winograd-2d-tiles';

/** Values of the planes of both sides of a block of tiles, so that they stay in the second-level cache. */
const BLOCK_VALUES: i32 = 80000;
/** Planes times tiles of a block in the gradient of the filter, where the tiles are the depth of the products, at most KC. */
const DEEP_BLOCK: i32 = 2304;

/** Tiles that are worked on at a time, a multiple of the rows of a panel. */
@inline
function tilesOfBlock(kind: i32, C: i32, N: i32): i32 {
  return max(1, BLOCK_VALUES / (pointsOf(kind) * pointsOf(kind) * TALL * (C + N))) * TALL;
}

/** Bytes of scratch for the planes of a block of tiles with n values each, where the other side has m. */
export function winograd2dPlaneBytes(kind: i32, n: i32, m: i32): i32 {
  return max(DEEP_BLOCK, pointsOf(kind) * pointsOf(kind) * tilesOfBlock(kind, n, m)) * n * 4;
}

/** Which plane of the kernel the product at the points (i, j) takes. */
@inline
function kernelPlane(i: i32, j: i32): usize {
  return <usize>(min(i, KERNEL - 1) * KERNEL + min(j, KERNEL - 1));
}

/**
 * y[B, outH, outW, N] = convolution of x[B, H, W, C] with the kernel whose planes are packed at `packed`, plus a bias row
 * (or 0). Tiles begin at the input (−top, −left). `table`: scratch of `winograd2dTableBytes`; D and M: scratch of
 * `winograd2dPlaneBytes` for C and for N values.
 */
export function winograd2dForward(
  kind: i32, x: usize, B: i32, H: i32, W: i32, C: i32, top: i32, left: i32, outH: i32, outW: i32, N: i32, packed: usize,
  bias: usize, y: usize, table: usize, D: usize, M: usize,
): void {
  if (kind == UNIT) forward(UNIT, x, B, H, W, C, top, left, outH, outW, N, packed, bias, y, table, D, M);
  else if (kind == DOWN) forward(DOWN, x, B, H, W, C, top, left, outH, outW, N, packed, bias, y, table, D, M);
  else forward(UP, x, B, H, W, C, top, left, outH, outW, N, packed, bias, y, table, D, M);
}

@inline
function forward(
  kind: i32, x: usize, B: i32, H: i32, W: i32, C: i32, top: i32, left: i32, outH: i32, outW: i32, N: i32, packed: usize,
  bias: usize, y: usize, table: usize, D: usize, M: usize,
): void {
  const side = outputsOf(kind);
  const across = (outW + side - 1) / side;
  const tiles = ((outH + side - 1) / side) * across;
  const total = B * tiles;
  const block = tilesOfBlock(kind, C, N);
  const packedPlane = <usize>packedBytes(C, N);
  const c4 = floats(C);
  const n4 = floats(N);
  const width = max(C, N);
  writeTable(table, width);
  const zeros = table + ZEROS;
  const edge = edgeOf(table, width);
  const offset = bias ? bias : zeros;
  for (let first = 0; first < total; first += block) {
    const rows = min(block, total - first);
    const panels = (rows + TALL - 1) / TALL;
    const inputPlane = <usize>(panels * TALL) * c4;
    const plane = <usize>(panels * TALL) * n4;
    inputTiles(kind, x, H, W, C, top, left, tiles, across, first, rows, table, edge, D, inputPlane, 4 * TALL);
    let d = D;
    let m = M;
    for (let i = 0; i < pointsOf(kind); i++) {
      for (let j = 0; j < KERNEL; j++) {
        // The last values of a kernel stand in all products that are left, which lie one after the other.
        const count = j < KERNEL - 1 ? 1 : pointsOf(kind) - j;
        gemmPanels(count * panels, N, C, d, packed + kernelPlane(i, j) * packedPlane, zeros, m);
        d += <usize>count * inputPlane;
        m += <usize>count * plane;
      }
    }
    for (let k = 0; k < rows; k++) {
      const r = first + k;
      const within = r % tiles;
      const h = (within / across) * side;
      const w = (within % across) * side;
      const to = y + <usize>(((r / tiles) * outH + h) * outW + w) * n4;
      const high = min(side, outH - h);
      const wide = min(side, outW - w);
      outputTile(kind, M + <usize>k * n4, plane, N, high, wide, offset, table, to, <usize>outW * n4);
    }
  }
}

/**
 * dKernel[3, 3, C, N] from x[B, H, W, C] and dy[B, outH, outW, N]. `table`: scratch of `winograd2dTableBytes`; D and E:
 * scratch of `winograd2dPlaneBytes` for C and for N values; `sums`: for 36 planes [C, N].
 */
export function winograd2dFilterGrad(
  kind: i32, x: usize, dy: usize, B: i32, H: i32, W: i32, C: i32, top: i32, left: i32, outH: i32, outW: i32, N: i32,
  out: usize, table: usize, D: usize, E: usize, sums: usize, scratch: usize,
): void {
  if (kind == UNIT) filterGrad(UNIT, x, dy, B, H, W, C, top, left, outH, outW, N, out, table, D, E, sums, scratch);
  else filterGrad(DOWN, x, dy, B, H, W, C, top, left, outH, outW, N, out, table, D, E, sums, scratch);
}

@inline
function filterGrad(
  kind: i32, x: usize, dy: usize, B: i32, H: i32, W: i32, C: i32, top: i32, left: i32, outH: i32, outW: i32, N: i32,
  out: usize, table: usize, D: usize, E: usize, sums: usize, scratch: usize,
): void {
  const side = outputsOf(kind);
  const across = (outW + side - 1) / side;
  const tiles = ((outH + side - 1) / side) * across;
  const total = B * tiles;
  const block = DEEP_BLOCK / (pointsOf(kind) * pointsOf(kind));
  const c4 = floats(C);
  const n4 = floats(N);
  const width = max(C, N);
  writeTable(table, width);
  const edge = edgeOf(table, width);
  const sumPlane = floats(C * N);
  for (let first = 0; first < total; first += block) {
    const rows = min(block, total - first);
    const inputPlane = <usize>rows * c4;
    const plane = <usize>rows * n4;
    const panel = floats(rows * NR);
    inputTiles(kind, x, H, W, C, top, left, tiles, across, first, rows, table, edge, D, inputPlane, 4);
    for (let k = 0; k < rows; k++) {
      const r = first + k;
      const within = r % tiles;
      const h = (within / across) * side;
      const w = (within % across) * side;
      const source = dy + <usize>(((r / tiles) * outH + h) * outW + w) * n4;
      const high = min(side, outH - h);
      const wide = min(side, outW - w);
      gradTile(kind, source, <usize>outW * n4, N, high, wide, table, E + floats(k * NR), plane, panel);
    }
    let d = D;
    let e = E;
    for (let i = 0; i < pointsOf(kind); i++) {
      for (let j = 0; j < pointsOf(kind); j++) {
        const mode = first == 0 && i < KERNEL && j < KERNEL ? STORE : ADD;
        gemmPlain(C, N, rows, d, 1, C, e, sums + kernelPlane(i, j) * sumPlane, N, mode, 0, scratch);
        d += inputPlane;
        e += plane;
      }
    }
  }
  kernelSums(kind, sums, C * N, table, out);
}
