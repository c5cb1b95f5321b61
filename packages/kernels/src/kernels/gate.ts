import { engine, type GradConfig, type Tensor } from '@tensorflow/tfjs-core';
import { type Kernel, required, sizeOf } from './kernel.js';

export const GATE = 'SerGate';
const GRAD = 'SerGateGrad';

/** [y, open] with open = sigmoid(z) and y = x·open, all of one shape. */
export const gateKernel: Kernel = {
  name: GATE,
  run(sidecar, inputs) {
    const x = required(inputs, 'x');
    const y = sidecar.output(x.shape);
    const open = sidecar.output(x.shape);
    const z = sidecar.pointer(required(inputs, 'z'));
    sidecar.routines.gateForward(sidecar.pointer(x), z, sizeOf(x.shape), sidecar.pointer(y), sidecar.pointer(open));
    return [y, open];
  },
};

/** [dx, dz]. */
export const gateGradKernel: Kernel = {
  name: GRAD,
  run(sidecar, inputs) {
    const x = required(inputs, 'x');
    const dx = sidecar.output(x.shape);
    const dz = sidecar.output(x.shape);
    sidecar.routines.gateBackward(
      ...[sidecar.pointer(x), sidecar.pointer(required(inputs, 'open')), sidecar.pointer(required(inputs, 'dy'))],
      ...[sizeOf(x.shape), sidecar.pointer(dx), sidecar.pointer(dz)],
    );
    return [dx, dz];
  },
};

export const gateGradient: GradConfig = {
  kernelName: GATE,
  inputsToSave: ['x'],
  outputsToSave: [false, true],
  gradFunc(dys, saved) {
    const [x, open] = saved as [Tensor, Tensor];
    const dy = (dys as Tensor[])[0]!;
    const [dx, dz] = engine().runKernel(GRAD, { x, open, dy }) as unknown as [Tensor, Tensor];
    return { x: () => dx, z: () => dz };
  },
};

/** x·sigmoid(z) as a differentiable op. */
export function runGate(x: Tensor, z: Tensor): Tensor {
  const [y] = engine().runKernel(GATE, { x, z }) as unknown as [Tensor, Tensor];
  return y;
}
