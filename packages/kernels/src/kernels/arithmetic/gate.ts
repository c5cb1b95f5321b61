import { invalidArgument } from '@ser/core';
import { engine, type GradConfig, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import { type Inputs, type Kernel, required, sizeOf } from '../kernel.js';

export const GATE = 'SerGate';
const GRAD = 'SerGateGrad';

/** Values that a gate needs at least: the routines take four at a time. */
export const MIN_GATED = 4;

function gatedInput(inputs: Inputs): TensorInfo {
  const x = required(inputs, 'x');
  if (sizeOf(x.shape) < MIN_GATED) throw invalidArgument('x', x.shape, `of ${MIN_GATED} values or more`);
  return x;
}

/** [y, open] with open = sigmoid(z) and y = x·open, all of one shape. */
export const gateKernel: Kernel = {
  name: GATE,
  run(sidecar, inputs) {
    const x = gatedInput(inputs);
    const y = sidecar.output(x.shape);
    const open = sidecar.output(x.shape);
    const z = sidecar.pointer(required(inputs, 'z', x.shape));
    sidecar.routines.gateForward(sidecar.pointer(x), z, sizeOf(x.shape), sidecar.pointer(y), sidecar.pointer(open));
    return [y, open];
  },
};

/** [dx, dz]. */
export const gateGradKernel: Kernel = {
  name: GRAD,
  run(sidecar, inputs) {
    const x = gatedInput(inputs);
    const dx = sidecar.output(x.shape);
    const dz = sidecar.output(x.shape);
    sidecar.routines.gateBackward(
      ...[
        sidecar.pointer(x),
        sidecar.pointer(required(inputs, 'open', x.shape)),
        sidecar.pointer(required(inputs, 'dy', x.shape)),
      ],
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
    const [dx, dz] = engine().runKernel<[Tensor, Tensor]>(GRAD, { x, open, dy });
    return { x: () => dx, z: () => dz };
  },
};

/** x·sigmoid(z) as a differentiable op. */
export function runGate(x: Tensor, z: Tensor): Tensor {
  const [y] = engine().runKernel<[Tensor, Tensor]>(GATE, { x, z });
  return y;
}
