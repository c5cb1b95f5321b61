import * as tf from '@tensorflow/tfjs-core';

/** Gives stock tfjs-wasm each kernel that only the cpu backend has, by copying to and from it: a user's last resort. */
export function fallBackToCpu() {
  const present = new Set(tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName));
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('cpu')) {
    if (!present.has(kernelName)) tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc: onCpu(kernelFunc) });
  }
}

function onCpu(kernelFunc) {
  return ({ inputs, attrs, backend }) => {
    const cpu = tf.engine().findBackend('cpu');
    const borrowed = [];
    const lend = (tensor) => {
      if (tensor?.dataId === undefined) return tensor;
      const info = cpu.makeTensorInfo(tensor.shape, tensor.dtype, backend.readSync(tensor.dataId));
      borrowed.push(info);
      return info;
    };
    const giveBack = ({ dataId, shape, dtype }) => {
      const info = { dataId: backend.write(cpu.readSync(dataId), shape, dtype), shape, dtype };
      cpu.disposeData(dataId);
      return info;
    };
    const lent = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [name, Array.isArray(value) ? value.map(lend) : lend(value)]),
    );
    const result = kernelFunc({ inputs: lent, attrs, backend: cpu });
    const returned = Array.isArray(result) ? result.map(giveBack) : giveBack(result);
    for (const { dataId } of borrowed) cpu.disposeData(dataId);
    return returned;
  };
}
