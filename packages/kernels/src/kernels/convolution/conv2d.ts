import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Sidecar } from '../../module/sidecar.js';
import { anyInput, type Inputs, type Kernel } from '../kernel.js';
import { type ConvAttrs, convInfo } from './conv-geometry.js';
import { suitsWinograd2d, winograd2dForward } from './conv2d-winograd.js';

/** The convolution by minimal filtering, or undefined where that does not suit; inputs that do not fit are refused. */
function convolution(sidecar: Sidecar, inputs: Inputs, attrs: NamedAttrMap): TensorInfo | undefined {
  const [x, filter] = [anyInput(inputs, 'x'), anyInput(inputs, 'filter')];
  const { bias } = inputs;
  const info = convInfo(x.shape, filter.shape, attrs as ConvAttrs);
  const activation = attrs.activation ?? 'linear';
  if (activation !== 'linear' || !suitsWinograd2d(info)) return undefined;
  if ([x, filter, bias ?? x].some(({ dtype }) => dtype !== 'float32')) return undefined;
  if (bias && `${bias.shape}` !== `${info.outChannels}`) return undefined;
  const y = sidecar.output(info.outShape);
  const row = bias ? sidecar.pointer(bias) : 0;
  winograd2dForward(sidecar, info, sidecar.pointer(x), sidecar.pointer(filter), row, sidecar.pointer(y));
  return y;
}

/** Stock: needs up to four times as many products. */
export const conv2d: Kernel = {
  name: 'Conv2D',
  run: (sidecar, inputs, attrs, stock) => convolution(sidecar, inputs, attrs) ?? stock(),
};

/** The same with a bias; where an activation follows, the stock kernel. */
export const fusedConv2d: Kernel = { ...conv2d, name: 'FusedConv2D' };
