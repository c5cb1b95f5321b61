import { matrix, multiply, multiplyPacked, pack } from '../module/gemm.js';
import { type Conv2DInfo, type ConvAttrs, convInfo, geometry } from './conv-geometry.js';
import { type Conv1dShape, conv1dFilterGrad, conv1dInputGrad } from './conv1d-gemm.js';
import { type Kernel, required } from './kernel.js';

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
    const x = required(inputs, 'x');
    const dy = required(inputs, 'dy');
    const filterShape = attrs.filterShape as number[];
    const info = convInfo(x.shape, filterShape, attrs as unknown as ConvAttrs);
    const out = sidecar.output(filterShape);
    const shape = asConv1d(info);
    if (shape) {
      conv1dFilterGrad(sidecar, shape, sidecar.pointer(x), sidecar.pointer(dy), sidecar.pointer(out));
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

/** Stock: naive. */
export const conv2dBackpropInput: Kernel = {
  name: 'Conv2DBackpropInput',
  run(sidecar, inputs, attrs) {
    const dy = required(inputs, 'dy');
    const filter = required(inputs, 'filter');
    const inputShape = attrs.inputShape as number[];
    const info = convInfo(inputShape, filter.shape, attrs as unknown as ConvAttrs);
    const out = sidecar.output(inputShape);
    const shape = asConv1d(info);
    if (shape) {
      conv1dInputGrad(sidecar, shape, sidecar.pointer(filter), sidecar.pointer(dy), sidecar.pointer(out));
      return out;
    }
    const rows = info.outHeight * info.outWidth;
    const depth = info.filterHeight * info.filterWidth * info.inChannels;
    const columns = sidecar.scratch('rows', rows * depth * 4);
    const image = info.inHeight * info.inWidth * info.inChannels;
    sidecar.zero(out);
    const packed = pack(sidecar, matrix(sidecar.pointer(filter), depth, info.outChannels, true));
    for (let b = 0; b < info.batchSize; b++) {
      const left = matrix(sidecar.pointer(dy) + 4 * b * rows * info.outChannels, rows, info.outChannels, false);
      multiplyPacked(sidecar, left, packed, depth, { pointer: columns });
      const target = sidecar.pointer(out) + 4 * b * image;
      sidecar.routines.addWindows(columns, info.inHeight, info.inWidth, info.inChannels, ...geometry(info), target);
    }
    return out;
  },
};
