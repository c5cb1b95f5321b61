import {
  engine,
  type GradConfig,
  type NamedTensorMap,
  ones,
  type Tensor,
  type Tensor1D,
  zeros,
} from '@tensorflow/tfjs-core';
import { type Kernel, required, sizeOf } from '../kernel.js';
import { workspace } from '../workspace.js';

export const LAYER_NORM = 'SerLayerNorm';
const BACKWARD = 'SerLayerNormBackward';

/** y of x normalized over its last dimension; the workspace takes each row's mean and inverse deviation. */
export const layerNormKernel: Kernel = {
  name: LAYER_NORM,
  run(sidecar, inputs, attrs) {
    const x = required(inputs, 'x');
    const columns = x.shape.at(-1)!;
    const y = sidecar.output(x.shape);
    sidecar.routines.layerNormForward(
      ...[
        sidecar.pointer(x),
        sizeOf(x.shape) / columns,
        columns,
        sidecar.pointer(required(inputs, 'gamma', [columns])),
      ],
      ...[sidecar.pointer(required(inputs, 'beta', [columns])), attrs.epsilon as number, sidecar.pointer(y)],
      sidecar.pointer(required(inputs, 'workspace', [(2 * sizeOf(x.shape)) / columns])),
    );
    return y;
  },
};

/** [dx, dGamma, dBeta]. */
export const layerNormBackwardKernel: Kernel = {
  name: BACKWARD,
  run(sidecar, inputs) {
    const x = required(inputs, 'x');
    const columns = x.shape.at(-1)!;
    const outputs = [sidecar.output(x.shape), sidecar.output([columns]), sidecar.output([columns])];
    sidecar.routines.layerNormBackward(
      ...[sidecar.pointer(x), sidecar.pointer(required(inputs, 'dy', x.shape)), sizeOf(x.shape) / columns, columns],
      ...[
        sidecar.pointer(required(inputs, 'gamma', [columns])),
        sidecar.pointer(required(inputs, 'workspace', [(2 * sizeOf(x.shape)) / columns])),
      ],
      ...outputs.map((output) => sidecar.pointer(output)),
    );
    return outputs;
  },
};

export const layerNormGradient: GradConfig = {
  kernelName: LAYER_NORM,
  inputsToSave: ['x', 'gamma', 'workspace'],
  gradFunc(dy, saved, attrs) {
    const [x, gamma, filled] = saved as [Tensor, Tensor, Tensor];
    const inputs: NamedTensorMap = { x, gamma, workspace: filled, dy: dy as Tensor };
    const [dx, dGamma, dBeta] = engine().runKernel<[Tensor, Tensor, Tensor]>(BACKWARD, inputs, attrs);
    return { x: () => dx.clone(), gamma: () => dGamma.clone(), beta: () => dBeta.clone() };
  },
};

/** Normalizes x over its last dimension. Without gamma the scale is one, without beta the offset is zero. */
export function runLayerNorm(x: Tensor, gamma: Tensor1D | null, beta: Tensor1D | null, epsilon: number): Tensor {
  const columns = x.shape.at(-1)!;
  const inputs: NamedTensorMap = {
    x,
    gamma: gamma ?? ones([columns]),
    beta: beta ?? zeros([columns]),
    workspace: workspace((2 * x.size) / columns),
  };
  return engine().runKernel(LAYER_NORM, inputs, { epsilon }) as Tensor;
}
