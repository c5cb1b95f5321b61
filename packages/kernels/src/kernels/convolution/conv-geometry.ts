import { invalidArgument } from '@ser/core';
import { backend_util } from '@tensorflow/tfjs-core';

export type Conv2DInfo = backend_util.Conv2DInfo;
type Shape4 = [number, number, number, number];

export type ConvAttrs = {
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number | [[number, number], [number, number], [number, number], [number, number]];
  dilations?: [number, number] | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  dataFormat?: 'NHWC' | 'NCHW';
};

/**
 * Returns the sizes of a 2-D convolution of channels-last images.
 *
 * @throws SerError `INVALID_ARGUMENT` if the filter does not fit the input; an error for channels-first images.
 */
export function convInfo(
  input: readonly number[],
  filter: readonly number[],
  attrs: ConvAttrs,
  depthwise = false,
): Conv2DInfo {
  if (attrs.dataFormat !== undefined && attrs.dataFormat !== 'NHWC') {
    throw new Error(`the wasm backend convolves NHWC only, got ${attrs.dataFormat}`);
  }
  const rank = input.length === 4 && filter.length === 4;
  if (!rank || input[3] !== filter[2])
    throw invalidArgument('filter', filter, `[height, width, ${input[3]}, filters] for an input of [${input}]`);
  return backend_util.computeConv2DInfo(
    input as Shape4,
    filter as Shape4,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
  );
}

/** The integers that `windows`, `addWindows` and the depthwise routines take between the tensors. */
export function geometry(info: Conv2DInfo): number[] {
  return [
    ...[info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth],
    ...[info.dilationHeight, info.dilationWidth, info.padInfo.top, info.padInfo.left],
    ...[info.outHeight, info.outWidth],
  ];
}
