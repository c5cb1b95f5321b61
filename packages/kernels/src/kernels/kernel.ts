import { SerError } from '@ser/core';
import {
  getBackend,
  getKernel,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Sidecar } from '../module/sidecar.js';

/** The tensors that a kernel receives, by name; absent optional ones are undefined. */
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

/** The sizes that a kernel needs; `null` allows any size. */
export type ShapePattern = readonly (number | null)[];

/**
 * Returns a float32 input of a kernel. Routines read memory by the sizes they are given, so that each input must have
 * the shape that follows from the others.
 *
 * @throws SerError `INVALID_ARGUMENT` if it is absent, of another type, or does not match `pattern`.
 */
export function required(inputs: Inputs | NamedTensorInfoMap, name: string, pattern?: ShapePattern): TensorInfo {
  const tensor = anyInput(inputs, name);
  const { shape, dtype } = tensor;
  const fits =
    pattern === undefined ||
    (shape.length === pattern.length && pattern.every((size, i) => size === null || size === shape[i]));
  if (dtype !== 'float32' || !fits) {
    const wanted = pattern === undefined ? '' : ` [${pattern.map((size) => size ?? 'any')}]`;
    throw new SerError('INVALID_ARGUMENT', `kernel input ${name} must be float32${wanted}, got ${dtype} [${shape}]`);
  }
  return tensor;
}

/**
 * Returns an input of a kernel, of any type and shape.
 *
 * @throws SerError `INVALID_ARGUMENT` if it is absent.
 */
export function anyInput(inputs: Inputs | NamedTensorInfoMap, name: string): TensorInfo {
  const tensor = inputs[name];
  if (tensor === undefined || tensor === null)
    throw new SerError('INVALID_ARGUMENT', `kernel input ${name} is missing`);
  return tensor;
}

/** Returns true if the current backend has a kernel of this name. */
export function hasKernel(name: string): boolean {
  return getKernel(name, getBackend()) !== undefined;
}

/** Returns the number of values of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}
