import { getBackend, getKernel, type Tensor } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';

/** What a layer's `call` is given besides its inputs. */
export type CallOptions = Readonly<Record<string, unknown>>;

/** Whether the current backend has this kernel of ours. */
export function hasKernel(name: string): boolean {
  return getKernel(name, getBackend()) !== undefined;
}

/** The only input, or undefined where there are several. */
export function onlyTensor(inputs: Tensor | Tensor[]): Tensor | undefined {
  if (!Array.isArray(inputs)) return inputs;
  return inputs.length === 1 ? inputs[0] : undefined;
}

/** The value of a weight that a layer may have been built without. */
export function readOptional<T extends Tensor>(weight: LayerVariable | null | undefined): T | null {
  return weight ? (weight.read() as T) : null;
}
