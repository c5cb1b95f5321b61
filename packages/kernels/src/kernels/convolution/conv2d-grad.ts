import type { TensorInfo } from '@tensorflow/tfjs-core';
import { matrix, multiply, multiplyPacked, pack } from '../../module/gemm.js';
import type { Sidecar } from '../../module/sidecar.js';
import { type Kernel, required, sizeOf } from '../kernel.js';
import { runStock } from '../stock.js';
import { type Conv2DInfo, type ConvAttrs, convInfo, geometry } from './conv-geometry.js';
import { type Conv1dShape, conv1dFilterGrad, conv1dInputGrad } from './conv1d-gemm.js';
import { suitsWinograd2d, winograd2dFilterGrad, winograd2dInputGrad } from './conv2d-winograd.js';

/** A 2-D convolution that is one over time: height 1 throughout. */
function asConv1d(info: Conv2DInfo): Conv1dShape | undefined {
  if (info.inHeight !== 1 || info.filterHeight !== 1 || info.outHeight !== 1 || info.padInfo.top !== 0)
    return undefined;
  const span = (info.outWidth - 1) * info.strideWidth + (info.filterWidth - 1) * info.dilationWidth + 1;
  return {
    batch: info.batchSize,
    steps: info.inWidth,
    channels: info.inChannels,
    filters: info.outChannels,
    taps: info.filterWidth,
    stride: info.strideWidth,
    dilation: info.dilationWidth,
    left: info.padInfo.left,
    right: Math.max(0, span - info.inWidth - info.padInfo.left),
    outSteps: info.outWidth,
  };
}

/** Stock: missing. */
export const conv2dBackpropFilter: Kernel = {
  name: 'Conv2DBackpropFilter',
  run(sidecar, inputs, attrs) {
    const x = required(inputs, 'x', [null, null, null, null]);
    const filterShape = attrs.filterShape as number[];
    const info = convInfo(x.shape, filterShape, attrs as ConvAttrs);
    const dy = required(inputs, 'dy', info.outShape);
    const out = sidecar.output(filterShape);
    if (sizeOf(dy.shape) === 0) {
      sidecar.zero(out);
      return out;
    }
    const shape = asConv1d(info);
    if (shape) {
      conv1dFilterGrad(sidecar, shape, sidecar.pointer(x), sidecar.pointer(dy), sidecar.pointer(out));
      return out;
    }
    if (suitsWinograd2d(info)) {
      winograd2dFilterGrad(sidecar, info, sidecar.pointer(x), sidecar.pointer(dy), sidecar.pointer(out));
      return out;
    }
    const rows = info.outHeight * info.outWidth;
    const depth = info.filterHeight * info.filterWidth * info.inChannels;
    const columns = sidecar.scratch('rows', rows * depth * 4);
    const image = info.inHeight * info.inWidth * info.inChannels;
    for (let b = 0; b < info.batchSize; b++) {
      const source = sidecar.pointer(x) + 4 * b * image;
      sidecar.routines.windows(source, info.inHeight, info.inWidth, info.inChannels, ...geometry(info), columns);
      const right = matrix(sidecar.pointer(dy) + 4 * b * rows * info.outChannels, rows, info.outChannels, false);
      multiply(sidecar, matrix(columns, rows, depth, true), right, {
        pointer: sidecar.pointer(out),
        accumulate: b > 0,
      });
    }
    return out;
  },
};

/** The part of dy that an output of this shape has: stock takes the upper left one of a dy that is larger. */
function cropped(dy: TensorInfo, { outShape }: Conv2DInfo): TensorInfo {
  const [, height, width] = outShape as [number, number, number, number];
  if (dy.shape[1]! < height || dy.shape[2]! < width) return required({ dy }, 'dy', outShape);
  if (dy.shape[1] === height && dy.shape[2] === width) return dy;
  return runStock('Slice', { x: dy }, { begin: [0, 0, 0, 0], size: outShape });
}

/** Stock: naive. */
export const conv2dBackpropInput: Kernel = {
  name: 'Conv2DBackpropInput',
  run(sidecar, inputs, attrs) {
    const filter = required(inputs, 'filter', [null, null, null, null]);
    const inputShape = attrs.inputShape as number[];
    const info = convInfo(inputShape, filter.shape, attrs as ConvAttrs);
    const given = required(inputs, 'dy', [info.batchSize, null, null, info.outChannels]);
    const dy = cropped(given, info);
    const out = sidecar.output(inputShape);
    const shape = asConv1d(info);
    if (sizeOf(dy.shape) === 0) sidecar.zero(out);
    else if (shape) conv1dInputGrad(sidecar, shape, sidecar.pointer(filter), sidecar.pointer(dy), sidecar.pointer(out));
    else if (suitsWinograd2d(info))
      winograd2dInputGrad(sidecar, info, sidecar.pointer(filter), sidecar.pointer(dy), sidecar.pointer(out));
    else inputGrad(sidecar, info, sidecar.pointer(filter), sidecar.pointer(dy), out);
    if (dy !== given) sidecar.dispose(dy);
    return out;
  },
};

/** Writes the gradient of the input of a 2-D convolution to `out`. */
function inputGrad(sidecar: Sidecar, info: Conv2DInfo, filter: number, dy: number, out: TensorInfo): void {
  const rows = info.outHeight * info.outWidth;
  const depth = info.filterHeight * info.filterWidth * info.inChannels;
  const columns = sidecar.scratch('rows', rows * depth * 4);
  const image = info.inHeight * info.inWidth * info.inChannels;
  sidecar.zero(out);
  const packed = pack(sidecar, matrix(filter, depth, info.outChannels, true));
  for (let b = 0; b < info.batchSize; b++) {
    const left = matrix(dy + 4 * b * rows * info.outChannels, rows, info.outChannels, false);
    multiplyPacked(sidecar, left, packed, depth, { pointer: columns });
    const target = sidecar.pointer(out) + 4 * b * image;
    sidecar.routines.addWindows(columns, info.inHeight, info.inWidth, info.inChannels, ...geometry(info), target);
  }
}
