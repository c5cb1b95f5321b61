import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';

/** The second argument of a layer's `call`, such as `training` and `mask`. */
export type CallOptions = Readonly<Record<string, unknown>>;

/** Returns the only input; undefined if there are several. */
export function onlyTensor(inputs: Tensor | Tensor[]): Tensor | undefined {
  if (!Array.isArray(inputs)) return inputs;
  return inputs.length === 1 ? inputs[0] : undefined;
}

/** Returns the value of a weight; null for a layer that was built without it. */
export function readOptional<T extends Tensor>(weight: LayerVariable | null | undefined): T | null {
  return weight ? (weight.read() as T) : null;
}
