import type { Sidecar } from '../../module/sidecar.js';
import type { Conv2DInfo } from './conv-geometry.js';

/** Values of a kernel at the points of assembly/winograd-2d.ts. */
const KERNEL_POINTS = 36;

/** Outputs of a tile on each side. */
const SIDE = 4;

/** Tiles of a batch below which transforming the kernel costs more than it saves. */
const FEW = 12;

/** Numbers of the kinds of assembly/winograd-2d-points.ts. */
const UNIT = 0;
const DOWN = 1;
const UP = 2;

/** What is known of convolutions with one stride. */
interface ByStride {
  readonly kind: number;
  /** Products of a tile. */
  readonly products: number;
  /** How many times fewer products than the direct way pay for the transforms. */
  readonly worthwhile: number;
  /** The most zeros before the first input. */
  readonly padding: number;
}

const STRIDES: { readonly [stride: number]: ByStride } = {
  1: { kind: UNIT, products: 36, worthwhile: 2, padding: 2 },
  2: { kind: DOWN, products: 81, worthwhile: 1.4, padding: 0 },
};

const isWide = (n: number): boolean => n % 8 === 0 && n >= 16 && n <= 256;

const tilesOf = ({ outHeight, outWidth }: Conv2DInfo): number =>
  Math.ceil(outHeight / SIDE) * Math.ceil(outWidth / SIDE);

/**
 * Returns true for a convolution that is faster by minimal filtering (see assembly/winograd-2d.ts): one of 3 × 3 taps at stride
 * 1, or at stride 2 with nothing before the first input, without dilation, wide and large enough.
 */
export const suitsWinograd2d = (info: Conv2DInfo): boolean =>
  info.batchSize * tilesOf(info) >= FEW && suitsPreparedWinograd2d(info);

/** The same where the kernel is transformed already, for a batch of any size. */
export function suitsPreparedWinograd2d(info: Conv2DInfo): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  if (filterHeight !== 3 || filterWidth !== 3 || dilationHeight !== 1 || dilationWidth !== 1) return false;
  const stride = STRIDES[strideHeight];
  if (!stride || strideWidth !== strideHeight) return false;
  if (!isWide(info.inChannels) || !isWide(info.outChannels)) return false;
  if (info.padInfo.top > stride.padding || info.padInfo.left > stride.padding) return false;
  return (9 * info.outHeight * info.outWidth) / (stride.products * tilesOf(info)) >= stride.worthwhile;
}

/** What a convolution reads and writes: its first tile sees the inputs from (−top, −left) on. */
interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

interface Convolution {
  readonly kind: number;
  readonly batch: number;
  readonly from: Picture;
  readonly to: Picture;
  readonly top: number;
  readonly left: number;
}

const convolutionOf = (info: Conv2DInfo): Convolution => ({
  kind: STRIDES[info.strideHeight]!.kind,
  batch: info.batchSize,
  from: { height: info.inHeight, width: info.inWidth, channels: info.inChannels },
  to: { height: info.outHeight, width: info.outWidth, channels: info.outChannels },
  top: info.padInfo.top,
  left: info.padInfo.left,
});

const sizesOf = ({ batch, from, to, top, left }: Convolution): number[] => [
  ...[batch, from.height, from.width, from.channels, top, left],
  ...[to.height, to.width, to.channels],
];

/** Bytes of a kernel's planes. */
export const winograd2dKernelBytes = ({ routines }: Sidecar, channels: number, filters: number): number =>
  KERNEL_POINTS * routines.packedBytes(channels, filters);

const tableOf = (sidecar: Sidecar, { from, to }: Convolution): number =>
  sidecar.scratch('columns', sidecar.routines.winograd2dTableBytes(from.channels, to.channels));

/** Writes the planes of a kernel [3, 3, rows, columns], or of its transpose, turned around for the gradient of the input. */
function transformKernel(
  sidecar: Sidecar,
  convolution: Convolution,
  kernel: number,
  isTurned: boolean,
  packed: number,
): void {
  const [channels, filters] = [convolution.from.channels, convolution.to.channels];
  const [rows, columns] = isTurned ? [filters, channels] : [channels, filters];
  const table = tableOf(sidecar, convolution);
  sidecar.routines.winograd2dKernel(convolution.kind, kernel, rows, columns, +isTurned, table, packed);
}

/** y of x and the planes of a kernel; `bias` is the address of a row, or 0. */
function convolve(
  sidecar: Sidecar,
  convolution: Convolution,
  x: number,
  packed: number,
  bias: number,
  y: number,
): void {
  const { routines } = sidecar;
  const { kind, from, to } = convolution;
  routines.winograd2dForward(
    ...[kind, x, ...sizesOf(convolution), packed, bias, y, tableOf(sidecar, convolution)],
    sidecar.scratch('rows', routines.winograd2dPlaneBytes(kind, from.channels, to.channels)),
    sidecar.scratch('padded', routines.winograd2dPlaneBytes(kind, to.channels, from.channels)),
  );
}

const scratchPlanes = (sidecar: Sidecar, { from, to }: Convolution): number =>
  sidecar.scratch('packed', winograd2dKernelBytes(sidecar, from.channels, to.channels));

/** Writes the planes of a kernel [3, 3, channels, filters] for {@link winograd2dPrepared}. */
export function winograd2dPrepare(sidecar: Sidecar, info: Conv2DInfo, kernel: number, packed: number): void {
  transformKernel(sidecar, convolutionOf(info), kernel, false, packed);
}

/** y of x and the planes of a kernel; `bias` is the address of a row, or 0. */
export function winograd2dPrepared(
  sidecar: Sidecar,
  info: Conv2DInfo,
  x: number,
  packed: number,
  bias: number,
  y: number,
): void {
  convolve(sidecar, convolutionOf(info), x, packed, bias, y);
}

/** y of x and a kernel [3, 3, channels, filters]; `bias` is the address of a row, or 0. */
export function winograd2dForward(
  sidecar: Sidecar,
  info: Conv2DInfo,
  x: number,
  kernel: number,
  bias: number,
  y: number,
): void {
  const packed = scratchPlanes(sidecar, convolutionOf(info));
  winograd2dPrepare(sidecar, info, kernel, packed);
  winograd2dPrepared(sidecar, info, x, packed, bias, y);
}

/** dx: the convolution of dy with the kernel turned around. */
export function winograd2dInputGrad(sidecar: Sidecar, info: Conv2DInfo, kernel: number, dy: number, out: number): void {
  const { kind, batch, from, to, top, left } = convolutionOf(info);
  // At stride 2, the even inputs of a tile see a gradient before its own.
  const turned = kind === UNIT ? { kind, top: 2 - top, left: 2 - left } : { kind: UP, top: 1, left: 1 };
  const convolution = { ...turned, batch, from: to, to: from };
  const packed = scratchPlanes(sidecar, convolution);
  transformKernel(sidecar, convolution, kernel, true, packed);
  convolve(sidecar, convolution, dy, packed, 0, out);
}

export function winograd2dFilterGrad(sidecar: Sidecar, info: Conv2DInfo, x: number, dy: number, out: number): void {
  const { routines } = sidecar;
  const { inChannels: channels, outChannels: filters } = info;
  const convolution = convolutionOf(info);
  const { kind } = convolution;
  routines.winograd2dFilterGrad(
    ...[kind, x, dy, ...sizesOf(convolution), out],
    sidecar.scratch('columns', routines.winograd2dTableBytes(channels, filters)),
    sidecar.scratch('rows', routines.winograd2dPlaneBytes(kind, channels, filters)),
    sidecar.scratch('padded', routines.winograd2dPlaneBytes(kind, filters, channels)),
    sidecar.scratch('gradient', KERNEL_POINTS * channels * filters * 4),
    sidecar.gemmScratch(),
  );
}
