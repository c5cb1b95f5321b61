import type { Sidecar } from '../../module/sidecar.js';
import type { Conv1dShape } from './conv1d-gemm.js';
import { packPlanes } from './kernel-planes.js';

/** Points at which assembly/winograd.ts evaluates input and kernel, and so the products it needs a tile. */
const POINTS = 8;

/** Products saved below which the transforms cost more than they save. */
const WORTHWHILE = 1.5;

/** Channels and filters below which the products are too small to be fast. */
const NARROW = 16;

/** Tiles of a batch below which transforming the kernel costs more than it saves. */
const FEW = 12;

/**
 * Returns true for a convolution that is faster by minimal filtering (see assembly/winograd.ts): one of 3 to 7 taps at
 * stride 1 without dilation, wide and long enough. The error is three times that of the direct sum, some 2e-6 of the greatest value.
 */
export function suitsWinograd({ batch, channels, filters, taps, stride, dilation, outSteps }: Conv1dShape): boolean {
  if (stride !== 1 || dilation !== 1 || taps < 3 || taps > 7) return false;
  if (channels % 4 !== 0 || filters % 4 !== 0 || Math.min(channels, filters) < NARROW) return false;
  const tiles = Math.ceil(outSteps / (POINTS + 1 - taps));
  return batch * tiles >= FEW && (taps * outSteps) / (POINTS * tiles) >= WORTHWHILE;
}

/** A convolution at stride 1: input step s − left is the first that output step s sees. */
interface Convolution {
  readonly batch: number;
  readonly steps: number;
  readonly channels: number;
  readonly left: number;
  readonly taps: number;
  readonly outSteps: number;
  readonly filters: number;
}

/** y of x and a kernel [taps, rows, columns], which is transposed and turned around for the gradient of the input. */
function convolve(
  sidecar: Sidecar,
  { batch, steps, channels, left, taps, outSteps, filters }: Convolution,
  x: number,
  kernel: { pointer: number; turned: boolean },
  bias: number,
  y: number,
): void {
  const { routines } = sidecar;
  const plane = channels * filters;
  const planes = sidecar.scratch('state', POINTS * plane * 4);
  const table = sidecar.scratch('columns', routines.winogradTableBytes(channels));
  const [rows, columns] = kernel.turned ? [filters, channels] : [channels, filters];
  routines.winogradKernel(kernel.pointer, taps, rows, columns, +kernel.turned, table, planes);
  const { turned } = kernel;
  const packed = packPlanes(sidecar, { pointer: planes, count: POINTS, channels, filters, turned });
  routines.winogradForward(
    ...[x, batch, steps, channels, left, taps, outSteps, filters, packed, bias, y, table],
    sidecar.scratch('rows', routines.winogradPlaneBytes(channels)),
    sidecar.scratch('padded', routines.winogradPlaneBytes(filters)),
    sidecar.gemmScratch(),
  );
}

export function winogradForward(
  sidecar: Sidecar,
  shape: Conv1dShape,
  x: number,
  kernel: number,
  bias: number,
  y: number,
): void {
  convolve(sidecar, shape, x, { pointer: kernel, turned: false }, bias, y);
}

/** dx: the convolution of dy with the kernel turned around. */
export function winogradInputGrad(sidecar: Sidecar, shape: Conv1dShape, kernel: number, dy: number, out: number): void {
  const { batch, steps, channels, filters, taps, left, outSteps } = shape;
  const turned = {
    ...{ batch, steps: outSteps, channels: filters, left: taps - 1 - left },
    ...{ taps, outSteps: steps, filters: channels },
  };
  convolve(sidecar, turned, dy, { pointer: kernel, turned: true }, 0, out);
}

export function winogradFilterGrad(sidecar: Sidecar, shape: Conv1dShape, x: number, dy: number, out: number): void {
  const { batch, steps, channels, left, taps, outSteps, filters } = shape;
  const { routines } = sidecar;
  const filterPlanes = routines.winogradPlaneBytes(filters);
  routines.winogradFilterGrad(
    ...[x, dy, batch, steps, channels, left, taps, outSteps, filters, out],
    sidecar.scratch('columns', routines.winogradTableBytes(channels)),
    sidecar.scratch('rows', routines.winogradPlaneBytes(channels)),
    sidecar.scratch('padded', filterPlanes),
    sidecar.scratch('packed', filterPlanes),
    sidecar.scratch('gradient', POINTS * channels * filters * 4),
    sidecar.gemmScratch(),
  );
}
