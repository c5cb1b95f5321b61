import { attentionPooling } from '@ser/kernels';
import { squeeze, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { layers, Shape } from '@tensorflow/tfjs-layers';
import { firstShape, listOf } from './custom-layer.js';

type Args = NonNullable<Parameters<typeof attentionPooling>[0]>;

const plainAttention: new (args: Args) => layers.Layer = attentionPooling({ name: 'plain' }).constructor as never;

/**
 * Softmax attention over the steps that are more than padding: a sequence [batch, steps, units] and its mask
 * [batch, steps, 1] → [batch, units]. See `attentionPooling` of `@ser/kernels`, whose weights these are.
 *
 * Not a stock layer: to load a network with it into plain tfjs, call `registerLayers` first.
 */
export class MaskedAttentionPooling extends plainAttention {
  static readonly className = 'MaskedAttentionPooling';

  override build(shapes: Shape | Shape[]): void {
    super.build(firstShape(shapes));
  }

  override call(inputs: Tensor | Tensor[]): Tensor | Tensor[] {
    const [x, mask] = listOf(inputs);
    return tidy(() => super.call(x!, { mask: squeeze(mask!, [2]) }));
  }

  override computeOutputShape(shapes: Shape | Shape[]): Shape | Shape[] {
    return super.computeOutputShape(firstShape(shapes));
  }
}

/** Softmax attention over the steps of a sequence that are more than padding; see {@link MaskedAttentionPooling}. */
export const maskedAttention = (args: Args): layers.Layer => new MaskedAttentionPooling(args);
