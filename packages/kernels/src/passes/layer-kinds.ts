import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';

/** The stock layer Conv2D. */
export interface Conv2D extends layers.Layer {
  readonly kernel: LayerVariable;
  readonly bias: LayerVariable | null;
  readonly strides: [number, number];
  readonly padding: 'valid' | 'same';
  readonly dilationRate: [number, number];
  readonly dataFormat: string;
}

const activationOf = (layer: layers.Layer): string | undefined =>
  (layer as layers.Layer & { activation?: { getClassName(): string } }).activation?.getClassName();

export const isActivation = (layer: layers.Layer, name: string): boolean =>
  layer.getClassName() === 'Activation' && activationOf(layer) === name;

export const isRelu = (layer: layers.Layer): boolean =>
  isActivation(layer, 'relu') ||
  (layer.getClassName() === 'ReLU' &&
    ((layer as layers.Layer & { maxValue?: number | null }).maxValue ?? null) === null);

export const isDropout = (layer: layers.Layer): boolean =>
  ['Dropout', 'SpatialDropout1D'].includes(layer.getClassName());

const isLinear = (layer: layers.Layer): boolean => ['linear', undefined].includes(activationOf(layer));

export const isLinearConv2d = (layer: layers.Layer): layer is Conv2D =>
  layer.getClassName() === 'Conv2D' && (layer as Conv2D).dataFormat === 'channelsLast' && isLinear(layer);
