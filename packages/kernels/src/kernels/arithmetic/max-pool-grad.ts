import { backend_util } from '@tensorflow/tfjs-core';
import { type Kernel, required } from '../kernel.js';

type PoolAttrs = {
  filterSize: [number, number] | number;
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

/** Stock: windows whose values are all ≤ 0 lose their gradient. */
export const maxPoolGrad: Kernel = {
  name: 'MaxPoolGrad',
  run(sidecar, inputs, attributes) {
    const x = required(inputs, 'input', [null, null, null, null]);
    const attrs = attributes as PoolAttrs;
    const shape = x.shape as [number, number, number, number];
    const info = backend_util.computePool2DInfo(
      shape,
      attrs.filterSize,
      attrs.strides,
      1,
      attrs.pad,
      attrs.dimRoundingMode,
    );
    const dy = required(inputs, 'dy', info.outShape);
    const out = sidecar.output(shape);
    const row = (info.inChannels * 4 + 15) & ~15;
    const scratch = sidecar.scratch('columns', 2 * row);
    sidecar.routines.maxPoolGrad(
      ...[sidecar.pointer(x), sidecar.pointer(dy), sidecar.pointer(out)],
      ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels, info.filterHeight, info.filterWidth],
      ...[info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth],
      ...[info.padInfo.top, info.padInfo.left, info.outHeight, info.outWidth, scratch, scratch + row],
    );
    return out;
  },
};
