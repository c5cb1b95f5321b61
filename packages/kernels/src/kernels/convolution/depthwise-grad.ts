import { type Kernel, required } from '../kernel.js';
import { type Conv2DInfo, type ConvAttrs, convInfo, geometry } from './conv-geometry.js';

/** Stock: missing. */
export const depthwiseBackpropFilter: Kernel = {
  name: 'DepthwiseConv2dNativeBackpropFilter',
  run(sidecar, inputs, attrs) {
    const x = required(inputs, 'x', [null, null, null, null]);
    const filterShape = attrs.filterShape as number[];
    const info = convInfo(x.shape, filterShape, attrs as ConvAttrs, true);
    const dy = required(inputs, 'dy', info.outShape);
    const out = sidecar.output(filterShape);
    sidecar.zero(out);
    sidecar.routines.depthwiseFilterGrad(
      ...[
        sidecar.pointer(x),
        sidecar.pointer(dy),
        ...image(info, filterShape),
        ...geometry(info),
        sidecar.pointer(out),
      ],
    );
    return out;
  },
};

/** Stock: missing. */
export const depthwiseBackpropInput: Kernel = {
  name: 'DepthwiseConv2dNativeBackpropInput',
  run(sidecar, inputs, attrs) {
    const filter = required(inputs, 'filter', [null, null, null, null]);
    const inputShape = attrs.inputShape as number[];
    const info = convInfo(inputShape, filter.shape, attrs as ConvAttrs, true);
    const dy = required(inputs, 'dy', info.outShape);
    const out = sidecar.output(inputShape);
    sidecar.zero(out);
    sidecar.routines.depthwiseInputGrad(
      ...[sidecar.pointer(filter), sidecar.pointer(dy), ...image(info, filter.shape), ...geometry(info)],
      sidecar.pointer(out),
    );
    return out;
  },
};

function image(info: Conv2DInfo, filterShape: readonly number[]): number[] {
  return [info.batchSize, info.inHeight, info.inWidth, info.inChannels, filterShape[3]!];
}
