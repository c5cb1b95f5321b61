import type { TensorInfo } from '@tensorflow/tfjs-core';
import { anyInput, type Kernel, sizeOf } from '../kernel.js';

/** Sizes of [outer, middle, inner] where `small` spreads over the middle of `large`. */
export type Spread = {
  readonly outer: number;
  readonly middle: number;
  readonly inner: number;
};

/** Returns how `small` broadcasts to `large` along one run of axes; undefined otherwise. Leading axes may be missing. */
export function spreadOf(small: readonly number[], large: readonly number[]): Spread | undefined {
  if (small.length > large.length) return undefined;
  const aligned = [...new Array<number>(large.length - small.length).fill(1), ...small];
  const differs = large.map((size, i) => aligned[i] !== size);
  const first = differs.indexOf(true);
  const end = differs.lastIndexOf(true) + 1;
  if (first < 0 || aligned.slice(first, end).some((size) => size !== 1)) return undefined;
  return {
    outer: sizeOf(large.slice(0, first)),
    middle: sizeOf(large.slice(first, end)),
    inner: sizeOf(large.slice(end)),
  };
}

/** Stock: element by element where one operand is broadcast, as a dropout mask over time is. */
export const multiply: Kernel = {
  name: 'Multiply',
  run(sidecar, inputs, _attrs, stock) {
    const [a, b] = [anyInput(inputs, 'a'), anyInput(inputs, 'b')];
    if (a.dtype !== 'float32' || b.dtype !== 'float32' || a.shape.length === 0 || b.shape.length === 0) return stock();
    const [large, small]: [TensorInfo, TensorInfo] = sizeOf(a.shape) >= sizeOf(b.shape) ? [a, b] : [b, a];
    const spread = spreadOf(small.shape, large.shape);
    if (spread === undefined || spread.inner < 4) return stock();
    const out = sidecar.output(large.shape);
    sidecar.routines.multiplySpread(
      ...[sidecar.pointer(large), sidecar.pointer(small), spread.outer, spread.middle, spread.inner],
      sidecar.pointer(out),
    );
    return out;
  },
};
