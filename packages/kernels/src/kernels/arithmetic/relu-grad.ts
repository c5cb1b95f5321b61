import { engine, type GradConfig, type Tensor } from '@tensorflow/tfjs-core';
import { hasKernel, type Kernel, required, sizeOf } from '../kernel.js';

const RELU_GRAD = 'SerReluGrad';

export const reluGradKernel: Kernel = {
  name: RELU_GRAD,
  run(sidecar, inputs) {
    const x = required(inputs, 'x');
    const dx = sidecar.output(x.shape);
    const dy = sidecar.pointer(required(inputs, 'dy', x.shape));
    sidecar.routines.reluGrad(sidecar.pointer(x), dy, sizeOf(x.shape), sidecar.pointer(dx));
    return dx;
  },
};

/** The gradient of ReLU in one pass instead of three. */
export function reluGradient(stock: GradConfig): GradConfig {
  return {
    ...stock,
    gradFunc(dys, saved, attrs) {
      const [x] = saved as [Tensor];
      if (x.dtype !== 'float32' || !hasKernel(RELU_GRAD)) return stock.gradFunc(dys, saved, attrs);
      return { x: () => engine().runKernel(RELU_GRAD, { x, dy: dys as Tensor }) as Tensor };
    },
  };
}
