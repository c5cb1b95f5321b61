import { backend_util, type Tensor, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Sidecar } from '../../module/sidecar.js';
import { anyInput, type Kernel, sizeOf } from '../kernel.js';
import { runStock } from '../stock.js';

/** Bytes of a value. These kernels move values without looking at them; other types than these are left to stock. */
const bytesOf = ({ dtype }: TensorInfo): number => util.bytesPerElement(dtype);
const isPlain = ({ dtype }: TensorInfo): boolean => dtype === 'float32' || dtype === 'int32' || dtype === 'bool';

/** Stock: value by value, and past the end of what it reads and writes where the values are booleans. */
export const reverse: Kernel = {
  name: 'Reverse',
  run(sidecar, inputs, attrs, stock) {
    const x = anyInput(inputs, 'x');
    const axes = util.parseAxisParam(attrs.dims as number | number[], x.shape);
    if (!isPlain(x)) return stock();
    if (axes.length === 0) return runStock('Identity', { x });
    return axes.reduce((from, axis) => {
      const out = sidecar.output(x.shape, x.dtype);
      const bytes = bytesOf(x) * sizeOf(x.shape.slice(axis + 1));
      sidecar.routines.reverseRows(
        ...[sidecar.pointer(from), sizeOf(x.shape.slice(0, axis)), x.shape[axis]!, bytes, sidecar.pointer(out)],
      );
      if (from !== x) sidecar.dispose(from);
      return out;
    }, x);
  },
};

/** Copies a part of `whole` along an axis to another tensor, or from one. */
function copyPart(
  sidecar: Sidecar,
  whole: TensorInfo,
  part: TensorInfo,
  axis: number,
  first: number,
  direction: 'out' | 'in',
): void {
  const rows = sizeOf(whole.shape.slice(0, axis));
  const inner = bytesOf(whole) * sizeOf(whole.shape.slice(axis + 1));
  const [wholeStride, partStride] = [whole.shape[axis]! * inner, part.shape[axis]! * inner];
  const wholePointer = sidecar.pointer(whole) + first * inner;
  const partPointer = sidecar.pointer(part);
  sidecar.routines.copyStrips(
    ...(direction === 'out'
      ? [wholePointer, wholeStride, partPointer, partStride]
      : [partPointer, partStride, wholePointer, wholeStride]),
    ...[rows, partStride],
  );
}

/** Stock: row by row in JavaScript. */
export const splitV: Kernel = {
  name: 'SplitV',
  run(sidecar, inputs, attrs, stock) {
    const x = anyInput(inputs, 'x');
    if (!isPlain(x)) return stock();
    const axis = util.parseAxisParam(attrs.axis as number, x.shape)[0]!;
    const sizes = backend_util.prepareSplitSize(x as Tensor, attrs.numOrSizeSplits as number | number[], axis);
    util.assert(sizes.every(util.isInt) && sizes.every((size) => size >= 0), () => `SplitV of sizes ${sizes}`);
    let first = 0;
    return sizes.map((size) => {
      const part = sidecar.output(
        x.shape.map((n, i) => (i === axis ? size : n)),
        x.dtype,
      );
      copyPart(sidecar, x, part, axis, first, 'out');
      first += size;
      return part;
    });
  },
};

/** Stock: row by row in JavaScript. */
export const concat: Kernel = {
  name: 'Concat',
  run(sidecar, inputs, attrs, stock) {
    const parts = Object.values(inputs) as TensorInfo[];
    const [head] = parts;
    if (head === undefined || parts.some((part) => !isPlain(part) || part.dtype !== head.dtype)) return stock();
    const axis = util.parseAxisParam(attrs.axis as number, head.shape)[0]!;
    const shapes = parts.map((part) => part.shape);
    backend_util.assertParamsConsistent(shapes, axis);
    const shape = backend_util.computeOutShape(shapes, axis);
    const out = sidecar.output(shape, head.dtype);
    let first = 0;
    for (const part of parts) {
      copyPart(sidecar, out, part, axis, first, 'in');
      first += part.shape[axis]!;
    }
    return out;
  },
};
