import type { ScratchName, Sidecar } from './sidecar.js';

/**
 * The layout of a matrix in memory. Along each dimension index i is at (i / run)·jump + (i % run)·stride elements from
 * `pointer`; a missing `run` means one run.
 */
export interface View {
  readonly pointer: number;
  readonly rows: Axis;
  readonly columns: Axis;
}

export interface Axis {
  readonly size: number;
  readonly stride: number;
  readonly run?: number | undefined;
  readonly jump?: number | undefined;
}

/** The right operand; its columns have one stride. */
export interface RightView {
  readonly pointer: number;
  readonly rows: Axis;
  readonly columns: { readonly size: number; readonly stride: number };
}

const STORE = 0;
const ADD = 1;
const BIAS = 2;

/** Row-major [rows, columns] at `pointer`, or its transpose. */
export function matrix(pointer: number, rows: number, columns: number, transposed: boolean): RightView {
  return transposed
    ? { pointer, rows: { size: columns, stride: 1 }, columns: { size: rows, stride: columns } }
    : { pointer, rows: { size: rows, stride: columns }, columns: { size: columns, stride: 1 } };
}

/** The destination of a product. */
export interface Target {
  /** Its address, row-major. */
  readonly pointer: number;
  /** Elements from row to row. Default: the product's columns. */
  readonly stride?: number | undefined;
  /** True if it is added to the values there; false by default. */
  readonly accumulate?: boolean | undefined;
  /** Address of a row that is added to every row of the product; 0 for none. */
  readonly bias?: number | undefined;
}

/** Packs the right operand into a scratch area, where it holds until the next `pack` to that area. */
export function pack(sidecar: Sidecar, right: RightView, area: ScratchName = 'packed'): number {
  const packed = sidecar.scratch(area, sidecar.routines.packedBytes(right.rows.size, right.columns.size));
  packInto(sidecar, right, packed);
  return packed;
}

/** Packs the right operand to an address that has room for its `packedBytes`. */
export function packInto(sidecar: Sidecar, { pointer, rows, columns }: RightView, packed: number): void {
  const run = rows.run ?? rows.size;
  sidecar.routines.packB(
    ...[pointer, run, rows.jump ?? 0, rows.stride, columns.stride, rows.size, columns.size, packed],
  );
}

/** left·right, where right was packed and has n columns. */
export function multiplyPacked(sidecar: Sidecar, left: View, packed: number, n: number, target: Target): void {
  const { rows, columns } = left;
  const mode = target.accumulate ? ADD : target.bias ? BIAS : STORE;
  const scratch = sidecar.gemmScratch();
  sidecar.routines.gemm(
    ...[rows.size, n, columns.size, left.pointer],
    ...[rows.run ?? rows.size, rows.jump ?? 0, rows.stride],
    ...[columns.run ?? columns.size, columns.jump ?? 0, columns.stride],
    ...[packed, target.pointer, target.stride ?? n, mode, target.bias ?? 0, scratch],
  );
}

/** left·right, both read through views. */
export function multiply(sidecar: Sidecar, left: View, right: RightView, target: Target): void {
  multiplyPacked(sidecar, left, pack(sidecar, right), right.columns.size, target);
}
