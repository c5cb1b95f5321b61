import { backend, getKernel, type NamedAttrMap, type NamedTensorInfoMap, type TensorInfo } from '@tensorflow/tfjs-core';

/** Runs another kernel of the wasm backend, one with a single result. */
export function runStock(name: string, inputs: NamedTensorInfoMap, attrs: NamedAttrMap = {}): TensorInfo {
  const kernel = getKernel(name, 'wasm');
  if (kernel === undefined) throw new Error(`there is no stock kernel ${name}`);
  return kernel.kernelFunc({ inputs, attrs, backend: backend() }) as TensorInfo;
}
