import { flag } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import * as tf from '@tensorflow/tfjs-core';
import { layers, type Shape, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { OptionsOf } from '../schema/options.js';
import { firstShape, type LayerArgs, listOf } from './custom-layer.js';

/** The fields of {@link MaskingOptions}. */
export const maskingEntries = {
  /**
   * True if the network ignores padding: the frames at the end of a window that are exactly zero in all coefficients,
   * as windows with `padding: 'zero'` have them. Convolutions then see zeros there in every layer, recurrences stop
   * before them, and pooling leaves them out, so that a prediction does not depend on how far a clip was padded, among
   * windows of lengths that the strides of the network divide (8 for the blocks by default; any for recurrences alone).
   * A time mask of an augmentation that reaches the end of a window shortens the clip. Default false. With `padding:
   * 'wrap'` there is no padding to ignore. It adds layer classes of our own (`FrameMask`, `TimeStatistics`, …) to the
   * network.
   */
  masking: v.optional(flag, false),
};

/** The option of networks that ignore padding. */
export type MaskingOptions = OptionsOf<typeof maskingEntries>;

/** A sequence inside a network, and which of its steps are more than padding. */
export interface Sequence {
  /** [batch, steps, units], or [batch, steps, bands, units] for a picture. */
  readonly x: SymbolicTensor;
  /** [batch, steps, 1], 1 or 0; absent where padding counts as any other step. */
  readonly mask?: SymbolicTensor | undefined;
}

/**
 * A mask of the end of a sequence: [batch, frames, coeffs] → [batch, frames, 1], 0 in the zeros at its end and 1 before.
 * Zeros amid a sequence count as frames, so that silence or a masked segment does not end it. No gradient passes.
 *
 * Not a stock layer: to load a network with it into plain tfjs, call `registerLayers` first.
 */
export class FrameMask extends layers.Layer {
  static readonly className = 'FrameMask';

  constructor(args: LayerArgs = {}) {
    super(args);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const mask = tf.customGrad((x) => ({
      value: tf.tidy(() => {
        const isSounding = tf.cast(tf.greater(tf.max(tf.abs(x as tf.Tensor), 2, true), 0), 'float32');
        return tf.minimum(tf.cumsum(isSounding, 1, false, true), 1);
      }),
      gradFunc: () => tf.zerosLike(x as tf.Tensor),
    }));
    return mask(listOf(inputs)[0]!);
  }

  override computeOutputShape(shapes: Shape | Shape[]): Shape {
    const [batch, frames] = firstShape(shapes);
    return [batch ?? null, frames ?? null, 1];
  }
}

/** The features of a window as a sequence, with a mask if `masking` asks for one. */
export const sequenceOf = (features: SymbolicTensor, { masking = false }: MaskingOptions): Sequence =>
  masking
    ? { x: features, mask: new FrameMask({ name: 'frame_mask' }).apply(features) as SymbolicTensor }
    : { x: features };

/** The same sequence with zeros for padding, as a convolution over it must find them. */
export function clearPadding({ x, mask }: Sequence, name: string): Sequence {
  if (mask === undefined) return { x };
  const isPicture = x.shape.length === 4;
  const alike = isPicture
    ? layers.reshape({ targetShape: [mask.shape[1]!, 1, 1], name: `${name}_mask` }).apply(mask)
    : mask;
  return { x: layers.multiply({ name }).apply([x, alike as SymbolicTensor]) as SymbolicTensor, mask };
}

/** The mask of every `stride`-th step: a step counts if one of those that it stands for does. */
export function strideMask(
  mask: SymbolicTensor | undefined,
  stride: number,
  padding: 'same' | 'valid',
  name: string,
): SymbolicTensor | undefined {
  if (mask === undefined || stride === 1) return mask;
  return layers.maxPooling1d({ poolSize: stride, strides: stride, padding, name }).apply(mask) as SymbolicTensor;
}
