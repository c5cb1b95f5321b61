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

/**
 * Returns true for a convolution that is faster by minimal filtering (see assembly/winograd-2d.ts): one of 3 × 3 taps at stride
 * 1, or at stride 2 with nothing before the first input, without dilation, wide and large enough.
 */
export function suitsWinograd2d(info: Conv2DInfo): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth } = info;
  if (filterHeight !== 3 || filterWidth !== 3 || dilationHeight !== 1 || dilationWidth !== 1) return false;
  const stride = STRIDES[strideHeight];
  if (!stride || strideWidth !== strideHeight) return false;
  if (!isWide(info.inChannels) || !isWide(info.outChannels)) return false;
  if (info.padInfo.top > stride.padding || info.padInfo.left > stride.padding) return false;
  const { outHeight, outWidth, batchSize } = info;
  const tiles = Math.ceil(outHeight / SIDE) * Math.ceil(outWidth / SIDE);
  return batchSize * tiles >= FEW && (9 * outHeight * outWidth) / (stride.products * tiles) >= stride.worthwhile;
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

/** y of x and a kernel [3, 3, rows, columns], which is transposed and turned around for the gradient of the input. */
function convolve(
  sidecar: Sidecar,
  convolution: Convolution,
  x: number,
  kernel: { pointer: number; turned: boolean },
  bias: number,
  y: number,
): void {
  const { routines } = sidecar;
  const { kind } = convolution;
  const [channels, filters] = [convolution.from.channels, convolution.to.channels];
  const table = sidecar.scratch('columns', routines.winograd2dTableBytes(channels, filters));
  const packed = sidecar.scratch('packed', KERNEL_POINTS * routines.packedBytes(channels, filters));
  const [rows, columns] = kernel.turned ? [filters, channels] : [channels, filters];
  routines.winograd2dKernel(kind, kernel.pointer, rows, columns, +kernel.turned, table, packed);
  routines.winograd2dForward(
    ...[kind, x, ...sizesOf(convolution), packed, bias, y, table],
    sidecar.scratch('rows', routines.winograd2dPlaneBytes(kind, channels, filters)),
    sidecar.scratch('padded', routines.winograd2dPlaneBytes(kind, filters, channels)),
  );
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
  convolve(sidecar, convolutionOf(info), x, { pointer: kernel, turned: false }, bias, y);
}

/** dx: the convolution of dy with the kernel turned around. */
export function winograd2dInputGrad(sidecar: Sidecar, info: Conv2DInfo, kernel: number, dy: number, out: number): void {
  const { kind, batch, from, to, top, left } = convolutionOf(info);
  // At stride 2, the even inputs of a tile see a gradient before its own.
  const turned = kind === UNIT ? { kind, top: 2 - top, left: 2 - left } : { kind: UP, top: 1, left: 1 };
  convolve(sidecar, { ...turned, batch, from: to, to: from }, dy, { pointer: kernel, turned: true }, 0, out);
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
