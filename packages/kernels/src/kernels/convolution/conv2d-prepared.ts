import { engine, type NamedTensorMap, type Tensor, type Tensor1D, type Tensor4D } from '@tensorflow/tfjs-core';
import { matrix, multiplyPacked, packInto, type View } from '../../module/gemm.js';
import type { Sidecar } from '../../module/sidecar.js';
import { type Kernel, required, sizeOf } from '../kernel.js';
import { type Conv2DInfo, type ConvAttrs, convInfo } from './conv-geometry.js';
import {
  suitsPreparedWinograd2d,
  winograd2dKernelBytes,
  winograd2dPrepare,
  winograd2dPrepared,
} from './conv2d-winograd.js';

export const PREPARED_CONV2D = 'SerPreparedConv2d';
const PREPARE = 'SerPrepareConv2d';

/** A convolution of pictures without dilation, but for how many there are. */
export type PreparedConv2dAttrs = Pick<ConvAttrs, 'strides' | 'pad'> & {
  /** [height, width, channels] of a picture. */
  readonly picture: readonly number[];
  /** [height, width, channels, filters]. */
  readonly filterShape: readonly number[];
};

const infoOf = (attrs: PreparedConv2dAttrs, batch: number): Conv2DInfo =>
  convInfo([batch, ...attrs.picture], attrs.filterShape, attrs);

const depthOf = ({ filterHeight, filterWidth, inChannels }: Conv2DInfo): number =>
  filterHeight * filterWidth * inChannels;

const packedValues = (sidecar: Sidecar, info: Conv2DInfo): number => {
  const { inChannels, outChannels } = info;
  const bytes = suitsPreparedWinograd2d(info)
    ? winograd2dKernelBytes(sidecar, inChannels, outChannels)
    : sidecar.routines.packedBytes(depthOf(info), outChannels);
  return bytes / 4;
};

/** The kernel of a convolution [height, width, channels, filters] as its products read it, one row of values. */
export const prepareConv2dKernel: Kernel = {
  name: PREPARE,
  run(sidecar, inputs, attrs) {
    const info = infoOf(attrs as PreparedConv2dAttrs, 1);
    const filter = required(inputs, 'filter', [...(attrs as PreparedConv2dAttrs).filterShape]);
    const packed = sidecar.output([packedValues(sidecar, info)]);
    if (suitsPreparedWinograd2d(info))
      winograd2dPrepare(sidecar, info, sidecar.pointer(filter), sidecar.pointer(packed));
    else {
      const right = matrix(sidecar.pointer(filter), depthOf(info), info.outChannels, false);
      packInto(sidecar, right, sidecar.pointer(packed));
    }
    return packed;
  },
};

/** y[batch, height, width, filters] = max(convolution of x + bias + added, 0), without the maximum if `relu` is not set. */
export const preparedConv2dKernel: Kernel = {
  name: PREPARED_CONV2D,
  run(sidecar, inputs, attrs) {
    const { relu, ...convolution } = attrs as PreparedConv2dAttrs & { relu: boolean };
    const x = required(inputs, 'x', [null, ...convolution.picture]);
    const info = infoOf(convolution, x.shape[0]!);
    const packed = sidecar.pointer(required(inputs, 'packed', [packedValues(sidecar, info)]));
    const bias = sidecar.pointer(required(inputs, 'bias', [info.outChannels]));
    const added = inputs.added ? sidecar.pointer(required(inputs, 'added', info.outShape)) : 0;
    const y = sidecar.output(info.outShape);
    const forward = suitsPreparedWinograd2d(info) ? winograd2dPrepared : product;
    forward(sidecar, info, sidecar.pointer(x), packed, bias, sidecar.pointer(y));
    if (relu) sidecar.routines.rectify(sidecar.pointer(y), sizeOf(y.shape), added);
    return y;
  },
};

/** One product over the windows of each picture, which are read in place. */
function product(sidecar: Sidecar, info: Conv2DInfo, x: number, packed: number, bias: number, y: number): void {
  const { batchSize, filterHeight, filterWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { pointer, height, width } = padded(sidecar, info, x);
  const strip = filterWidth * inChannels;
  for (let b = 0; b < batchSize; b++) {
    const left: View = {
      pointer: pointer + 4 * b * height * width * inChannels,
      rows: {
        size: outHeight * outWidth,
        run: outWidth,
        jump: info.strideHeight * width * inChannels,
        stride: info.strideWidth * inChannels,
      },
      columns: { size: filterHeight * strip, run: strip, jump: width * inChannels, stride: 1 },
    };
    multiplyPacked(sidecar, left, packed, outChannels, {
      pointer: y + 4 * b * outHeight * outWidth * outChannels,
      bias,
    });
  }
}

/** The pictures with the zeros that their windows see around them. */
function padded(sidecar: Sidecar, info: Conv2DInfo, x: number): { pointer: number; height: number; width: number } {
  const { batchSize, inHeight, inWidth, inChannels } = info;
  const { top, bottom, left, right } = info.padInfo;
  const [height, width] = [top + inHeight + bottom, left + inWidth + right];
  if (height === inHeight && width === inWidth) return { pointer: x, height, width };
  const [from, to] = [4 * inHeight * inWidth * inChannels, 4 * height * width * inChannels];
  const pointer = sidecar.scratch('padded', batchSize * to);
  for (let b = 0; b < batchSize; b++) {
    const picture = pointer + b * to;
    sidecar.zeroAt(picture, 4 * top * width * inChannels);
    const first = picture + 4 * top * width * inChannels;
    sidecar.routines.padTime(x + b * from, inHeight, inWidth, inChannels, left, right, first);
    sidecar.zeroAt(picture + 4 * (top + inHeight) * width * inChannels, 4 * bottom * width * inChannels);
  }
  return { pointer, height, width };
}

/** What {@link runPreparedConv2d} reads. */
export interface PreparedConv2dInputs {
  readonly x: Tensor4D;
  /** By {@link prepareConv2d}, with the same attributes. */
  readonly packed: Tensor1D;
  readonly bias: Tensor1D;
  /** Added to the convolution before ReLU, which it needs; nothing if absent. */
  readonly added?: Tensor4D | undefined;
}

/** Brings a kernel [height, width, channels, filters] into the form that {@link runPreparedConv2d} reads. */
export const prepareConv2d = (filter: Tensor4D, attrs: PreparedConv2dAttrs): Tensor1D =>
  engine().runKernel(PREPARE, { filter }, { ...attrs }) as Tensor1D;

/** A convolution whose kernel was prepared, with its bias, an addend and ReLU. Has no gradient. */
export function runPreparedConv2d(
  { added, ...inputs }: PreparedConv2dInputs,
  attrs: PreparedConv2dAttrs,
  relu: boolean,
): Tensor4D {
  const given: NamedTensorMap = added ? { ...inputs, added } : inputs;
  return engine().runKernel<Tensor>(PREPARED_CONV2D, given, { ...attrs, relu }) as Tensor4D;
}
