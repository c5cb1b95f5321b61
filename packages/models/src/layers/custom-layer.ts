import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers, Shape } from '@tensorflow/tfjs-layers';

/** The arguments of every layer. */
export type LayerArgs = NonNullable<ConstructorParameters<typeof layers.Layer>[0]>;

/** A layer's inputs as a list: a sequence, and its mask where the network has one. */
export const listOf = (inputs: Tensor | Tensor[]): Tensor[] => (Array.isArray(inputs) ? inputs : [inputs]);

/** The shape of a layer's first input. */
export const firstShape = (shapes: Shape | Shape[]): Shape =>
  Array.isArray(shapes[0]) ? (shapes[0] as Shape) : (shapes as Shape);
