import { batchNormalization } from '@ser/kernels';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { clearPadding, type Sequence, strideMask } from '../../layers/frame-mask.js';
import { chain } from './network.js';

/** A sequence [batch, frames, coeffs] as a picture of one channel, [batch, frames, coeffs, 1]. */
export function pictureOf({ x, mask }: Sequence): Sequence {
  const [, frames, coeffs] = x.shape;
  return { x: chain(x, tfl.layers.reshape({ targetShape: [frames!, coeffs!, 1], name: 'picture' })), mask };
}

/** A picture [batch, frames, bands, filters] as a sequence [batch, frames, bands · filters]. */
export function framesOf({ x, mask }: Sequence): Sequence {
  const [, frames, bands, filters] = x.shape;
  return { x: chain(x, tfl.layers.reshape({ targetShape: [frames!, bands! * filters!], name: 'frames' })), mask };
}

/** A convolution over time and coefficients without bias, and the batch norm that follows it. */
export const normalizedConvolution = (
  name: string,
  filters: number,
  kernelSize: number,
  strides = 1,
): tfl.layers.Layer[] => [
  tfl.layers.conv2d({ filters, kernelSize, strides, padding: 'same', useBias: false, name: `${name}_conv` }),
  batchNormalization({ name: `${name}_norm` }),
];

/** A ReLU, and zeros for padding behind it; `stride` is that of the convolution before it. */
export function activate(x: SymbolicTensor, mask: Sequence['mask'], name: string, stride = 1): Sequence {
  const active = chain(x, tfl.layers.activation({ activation: 'relu', name: `${name}_relu` }));
  return clearPadding({ x: active, mask: strideMask(mask, stride, 'same', `${name}_mask`) }, `${name}_clear`);
}
