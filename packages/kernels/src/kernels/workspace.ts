import { engine, type Tensor } from '@tensorflow/tfjs-core';
import type { Kernel } from './kernel.js';

const WORKSPACE = 'SerWorkspace';

/**
 * A flat tensor, uninitialized, that one kernel fills and its gradient reads. It is passed as an input, so that the
 * tape keeps it; as a second output it would cost a zero gradient of its size.
 */
export const workspaceKernel: Kernel = {
  name: WORKSPACE,
  run: (sidecar, _inputs, attrs) => sidecar.output([attrs.size as number]),
};

export function workspace(size: number): Tensor {
  return engine().runKernel(WORKSPACE, {}, { size }) as Tensor;
}
