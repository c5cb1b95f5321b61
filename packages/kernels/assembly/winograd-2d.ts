// Convolutions of pictures by 3 × 3 taps at stride 1 by minimal filtering (Winograd 1980; Lavin and Gray 2016),
// channels last.
//
// A tile of 4 × 4 outputs sees 6 × 6 inputs. Rows and columns are taken as polynomials and evaluated at the points 0, ±1,
// ±2 and ∞; there the convolution is 36 products of matrices [tiles, C]·[C, N] where the direct one needs 144. C and N
// are multiples of 8, at most 256.
//
// "Planes" are 36 matrices one after the other, one a pair of points.
import { ADD, gemmPanels, gemmPlain, STORE } from './gemm';
import { NR, packedBytes, TALL } from './pack';
import { floats } from './simd';
import { edgeOf, gradTile, inputTiles, kernelSums, OUTPUTS, outputTile, POINTS, writeTable, ZEROS } from './winograd-2d-tiles';

/** Values of the planes of both sides of a block of tiles, so that they stay in the second-level cache. */
const BLOCK_VALUES: i32 = 80000;
/** Tiles of a block in the gradient of the filter, where they are the depth of the products; at most KC. */
const DEEP_BLOCK: i32 = 64;

/** Tiles that are worked on at a time, a multiple of the rows of a panel. */
@inline
function tilesOfBlock(C: i32, N: i32): i32 {
  return max(1, BLOCK_VALUES / (POINTS * TALL * (C + N))) * TALL;
}

/** Bytes of scratch for the planes of a block of tiles with n values each, where the other side has m. */
export function winograd2dPlaneBytes(n: i32, m: i32): i32 {
  return POINTS * max(DEEP_BLOCK, tilesOfBlock(n, m)) * n * 4;
}

/**
 * y[B, outH, outW, N] = convolution of x[B, H, W, C] with the kernel whose planes are packed at `packed`, plus a bias row
 * (or 0). Output (i, j) sees the inputs from (i − top, j − left) on. `table`: scratch of `winograd2dTableBytes`; D and M:
 * scratch of `winograd2dPlaneBytes` for C and for N values.
 */
export function winograd2dForward(
  x: usize, B: i32, H: i32, W: i32, C: i32, top: i32, left: i32, outH: i32, outW: i32, N: i32, packed: usize,
  bias: usize, y: usize, table: usize, D: usize, M: usize,
): void {
  const across = (outW + OUTPUTS - 1) / OUTPUTS;
  const tiles = ((outH + OUTPUTS - 1) / OUTPUTS) * across;
  const total = B * tiles;
  const block = tilesOfBlock(C, N);
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
    inputTiles(x, H, W, C, top, left, tiles, across, first, rows, table, edge, D, inputPlane, 4 * TALL);
    for (let p: usize = 0; p < <usize>POINTS; p++)
      gemmPanels(panels, N, C, D + p * inputPlane, packed + p * packedPlane, zeros, M + p * plane);
    for (let k = 0; k < rows; k++) {
      const r = first + k;
      const within = r % tiles;
      const h = (within / across) * OUTPUTS;
      const w = (within % across) * OUTPUTS;
      const to = y + <usize>(((r / tiles) * outH + h) * outW + w) * n4;
      const high = min(OUTPUTS, outH - h);
      const wide = min(OUTPUTS, outW - w);
      outputTile(M + <usize>k * n4, plane, N, high, wide, offset, table, to, <usize>outW * n4);
    }
  }
}

/**
 * dKernel[3, 3, C, N] from x[B, H, W, C] and dy[B, outH, outW, N]. `table`: scratch of `winograd2dTableBytes`; D and E:
 * scratch of `winograd2dPlaneBytes` for C and for N values; `sums`: for planes [C, N].
 */
export function winograd2dFilterGrad(
  x: usize, dy: usize, B: i32, H: i32, W: i32, C: i32, top: i32, left: i32, outH: i32, outW: i32, N: i32, out: usize,
  table: usize, D: usize, E: usize, sums: usize, scratch: usize,
): void {
  const across = (outW + OUTPUTS - 1) / OUTPUTS;
  const tiles = ((outH + OUTPUTS - 1) / OUTPUTS) * across;
  const total = B * tiles;
  const c4 = floats(C);
  const n4 = floats(N);
  const width = max(C, N);
  writeTable(table, width);
  const edge = edgeOf(table, width);
  const sumPlane = floats(C * N);
  for (let first = 0; first < total; first += DEEP_BLOCK) {
    const rows = min(DEEP_BLOCK, total - first);
    const inputPlane = <usize>rows * c4;
    const plane = <usize>rows * n4;
    const panel = floats(rows * NR);
    inputTiles(x, H, W, C, top, left, tiles, across, first, rows, table, edge, D, inputPlane, 4);
    for (let k = 0; k < rows; k++) {
      const r = first + k;
      const within = r % tiles;
      const h = (within / across) * OUTPUTS;
      const w = (within % across) * OUTPUTS;
      const source = dy + <usize>(((r / tiles) * outH + h) * outW + w) * n4;
      const high = min(OUTPUTS, outH - h);
      const wide = min(OUTPUTS, outW - w);
      gradTile(source, <usize>outW * n4, N, high, wide, table, E + floats(k * NR), plane, panel);
    }
    const mode = first == 0 ? STORE : ADD;
    for (let p: usize = 0; p < <usize>POINTS; p++)
      gemmPlain(C, N, rows, D + p * inputPlane, 1, C, E + p * plane, sums + p * sumPlane, N, mode, 0, scratch);
  }
  kernelSums(sums, C * N, table, out);
}
