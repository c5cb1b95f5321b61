import { matrix } from '../../module/gemm.js';
import type { Sidecar } from '../../module/sidecar.js';

/** A kernel's planes for minimal filtering: `count` matrices one after the other, one a point. */
export interface KernelPlanes {
  readonly pointer: number;
  readonly count: number;
  /** Channels and filters of the convolution, which the products read and write. */
  readonly channels: number;
  readonly filters: number;
  /** True if the planes hold the transpose, [filters, channels]. */
  readonly turned: boolean;
}

/** Packs planes as right operands, `packedBytes(channels, filters)` from one to the next. */
export function packPlanes(sidecar: Sidecar, { pointer, count, channels, filters, turned }: KernelPlanes): number {
  const { routines } = sidecar;
  const [rows, columns] = turned ? [filters, channels] : [channels, filters];
  const bytes = routines.packedBytes(channels, filters);
  const packed = sidecar.scratch('packed', count * bytes);
  for (let p = 0; p < count; p++) {
    const right = matrix(pointer + 4 * p * channels * filters, rows, columns, turned);
    routines.packB(
      ...[right.pointer, channels, 0, right.rows.stride, right.columns.stride, channels, filters],
      packed + p * bytes,
    );
  }
  return packed;
}
