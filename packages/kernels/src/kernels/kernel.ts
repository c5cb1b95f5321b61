import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Sidecar } from '../module/sidecar.js';

/** The tensors a kernel is given, by name; absent optional ones are undefined. */
export type Inputs = Readonly<Record<string, TensorInfo | undefined>>;

/** A kernel for the wasm backend. */
export interface Kernel {
  readonly name: string;
  /** `stock` runs the kernel that this one replaces, for the cases that this one leaves to it. */
  run(
    sidecar: Sidecar,
    inputs: Inputs,
    attrs: NamedAttrMap,
    stock: () => TensorInfo | TensorInfo[],
  ): TensorInfo | TensorInfo[];
}

/** The input that the kernel's contract promises. */
export function required(inputs: Inputs | NamedTensorInfoMap, name: string): TensorInfo {
  const tensor = inputs[name];
  if (tensor === undefined || tensor === null) throw new Error(`kernel input ${name} is missing`);
  return tensor;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}
