import type { Sidecar } from '../../module/sidecar.js';
import type { Conv1dShape } from './conv1d-gemm.js';
import { packPlanes } from './kernel-planes.js';

/** Points at which assembly/two-taps.ts evaluates input and kernel, and so the products it needs a tile. */
const POINTS = 4;

/** Outputs of a tile. */
const OUTPUTS = 3;

/** Products saved below which the transforms cost more than they save. */
const WORTHWHILE = 1.3;

/** Channels and filters below which the products are too small to be fast. */
const NARROW = 16;

/** Channels and filters above which the products are no longer of one block. */
const WIDE = 256;

/** Tiles of a batch below which transforming the kernel costs more than it saves. */
const FEW = 24;

/** Returns true for a convolution of two taps, dilated or not, that is faster by minimal filtering (see assembly/two-taps.ts). */
export function suitsTwoTaps({ batch, channels, filters, taps, stride, dilation, outSteps }: Conv1dShape): boolean {
  if (taps !== 2 || stride !== 1 || Math.min(channels, filters) < NARROW || Math.max(channels, filters) > WIDE)
    return false;
  const group = OUTPUTS * dilation;
  const tiles = Math.floor(outSteps / group) * dilation + Math.min(dilation, outSteps % group);
  return batch * tiles >= FEW && (2 * outSteps) / (POINTS * tiles) >= WORTHWHILE;
}

/** A convolution at stride 1: output step s sees the input steps s − left and s − left + dilation. */
interface Convolution {
  readonly batch: number;
  readonly steps: number;
  readonly channels: number;
  readonly left: number;
  readonly dilation: number;
  readonly outSteps: number;
  readonly filters: number;
}

function zeros(sidecar: Sidecar, { channels, filters }: Convolution): number {
  return sidecar.scratch('columns', sidecar.routines.twoTapsZeroBytes(channels, filters));
}

/** y of x and a kernel [2, rows, columns], which is transposed and turned around for the gradient of the input. */
function convolve(
  sidecar: Sidecar,
  convolution: Convolution,
  x: number,
  kernel: { pointer: number; turned: boolean },
  bias: number,
  y: number,
): void {
  const { batch, steps, channels, left, dilation, outSteps, filters } = convolution;
  const { routines } = sidecar;
  const plane = channels * filters;
  const planes = sidecar.scratch('state', POINTS * plane * 4);
  routines.twoTapsKernel(kernel.pointer, plane, +kernel.turned, planes);
  const { turned } = kernel;
  const packed = packPlanes(sidecar, { pointer: planes, count: POINTS, channels, filters, turned });
  routines.twoTapsForward(
    ...[x, batch, steps, channels, left, dilation, outSteps, filters, packed, bias, y],
    zeros(sidecar, convolution),
    sidecar.scratch('rows', routines.twoTapsPlaneBytes(channels)),
    sidecar.scratch('padded', routines.twoTapsPlaneBytes(filters)),
  );
}

export function twoTapsForward(
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
export function twoTapsInputGrad(sidecar: Sidecar, shape: Conv1dShape, kernel: number, dy: number, out: number): void {
  const { batch, steps, channels, filters, dilation, left, outSteps } = shape;
  const turned = {
    ...{ batch, steps: outSteps, channels: filters, left: dilation - left },
    ...{ dilation, outSteps: steps, filters: channels },
  };
  convolve(sidecar, turned, dy, { pointer: kernel, turned: true }, 0, out);
}

export function twoTapsFilterGrad(sidecar: Sidecar, shape: Conv1dShape, x: number, dy: number, out: number): void {
  const { batch, steps, channels, left, dilation, outSteps, filters } = shape;
  const { routines } = sidecar;
  const filterPlanes = routines.twoTapsPlaneBytes(filters);
  routines.twoTapsFilterGrad(
    ...[x, dy, batch, steps, channels, left, dilation, outSteps, filters, out],
    zeros(sidecar, shape),
    sidecar.scratch('rows', routines.twoTapsPlaneBytes(channels)),
    sidecar.scratch('padded', filterPlanes),
    sidecar.scratch('packed', filterPlanes),
    sidecar.scratch('gradient', POINTS * channels * filters * 4),
    sidecar.gemmScratch(),
  );
}
