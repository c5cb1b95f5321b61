import { backend, getKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { anyInput, type Kernel } from '../kernel.js';

/** The same values under another name; the backend counts how many tensors share them. */
function share(x: TensorInfo): TensorInfo {
  backend().incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
}

/** Stock copies the values, and so every tensor that a gradient saves. */
export const identity: Kernel = {
  name: 'Identity',
  run: (_sidecar, inputs) => share(anyInput(inputs, 'x')),
};

/** Stock copies values that have the type already, as in the gradients of most ops, and does not make booleans 0 or 1. */
export const cast: Kernel = {
  name: 'Cast',
  run(sidecar, inputs, attrs, stock) {
    const x = anyInput(inputs, 'x');
    if (x.dtype === attrs.dtype) return share(x);
    const notEqual = getKernel('NotEqual', 'wasm');
    if (attrs.dtype !== 'bool' || notEqual === undefined) return stock();
    const zero = sidecar.output([], x.dtype);
    sidecar.zero(zero);
    const out = notEqual.kernelFunc({ inputs: { a: x, b: zero }, attrs: {}, backend: backend() }) as TensorInfo;
    sidecar.dispose(zero);
    return out;
  },
};
