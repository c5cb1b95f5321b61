import {
  engine,
  type GradConfig,
  type NamedTensorMap,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import { type Kernel, required } from '../kernel.js';
import { workspace } from '../workspace.js';

export const ATTENTION = 'SerAttention';
const BACKWARD = 'SerAttentionBackward';

type Shape3 = [number, number, number];

/** y[batch, units] of h[batch, steps, units] and kernel[units, 1]; the workspace takes scores and weights. */
export const attentionKernel: Kernel = {
  name: ATTENTION,
  run(sidecar, inputs, attrs) {
    const h = required(inputs, 'h', [null, null, null]);
    const [batch, steps, units] = h.shape as Shape3;
    const y = sidecar.output([batch, units]);
    const scores = sidecar.pointer(required(inputs, 'workspace', [2 * batch * steps]));
    sidecar.routines.attentionForward(
      ...[
        sidecar.pointer(h),
        batch,
        steps,
        units,
        sidecar.pointer(required(inputs, 'kernel', [units, 1])),
        +(attrs.tanh === true),
      ],
      ...[scores, scores + 4 * batch * steps, sidecar.pointer(y)],
    );
    return y;
  },
};

/** [dh, dKernel]. */
export const attentionBackwardKernel: Kernel = {
  name: BACKWARD,
  run(sidecar, inputs, attrs) {
    const h = required(inputs, 'h', [null, null, null]);
    const [batch, steps, units] = h.shape as Shape3;
    const dh = sidecar.output(h.shape);
    const dKernel = sidecar.output([units, 1]);
    const scores = sidecar.pointer(required(inputs, 'workspace', [2 * batch * steps]));
    sidecar.routines.attentionBackward(
      ...[sidecar.pointer(h), sidecar.pointer(required(inputs, 'dy', [batch, units])), batch, steps, units],
      ...[
        sidecar.pointer(required(inputs, 'kernel', [units, 1])),
        +(attrs.tanh === true),
        scores,
        scores + 4 * batch * steps,
      ],
      ...[sidecar.scratch('state', 4 * steps), sidecar.pointer(dh), sidecar.pointer(dKernel)],
    );
    return [dh, dKernel];
  },
};

export const attentionGradient: GradConfig = {
  kernelName: ATTENTION,
  inputsToSave: ['h', 'kernel', 'workspace'],
  gradFunc(dy, saved, attrs) {
    const [h, kernel, filled] = saved as [Tensor, Tensor, Tensor];
    const inputs: NamedTensorMap = { h, kernel, workspace: filled, dy: dy as Tensor };
    const [dh, dKernel] = engine().runKernel<[Tensor, Tensor]>(BACKWARD, inputs, attrs);
    return { h: () => dh.clone(), kernel: () => dKernel.clone() };
  },
};

/** Softmax attention pooling as a differentiable op. */
export function runAttention(h: Tensor3D, kernel: Tensor2D, tanh: boolean): Tensor2D {
  const [batch, steps] = h.shape;
  const inputs: NamedTensorMap = { h, kernel, workspace: workspace(2 * batch * steps) };
  return engine().runKernel(ATTENTION, inputs, { tanh }) as Tensor2D;
}
