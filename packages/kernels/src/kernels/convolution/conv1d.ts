import {
  engine,
  type GradConfig,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  type Tensor1D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import { type Inputs, type Kernel, required } from '../kernel.js';
import { type Conv1dShape, conv1dFilterGrad, conv1dForward, conv1dInputGrad } from './conv1d-gemm.js';
import { perTapFilterGrad, perTapForward, perTapInputGrad, suitsPerTap } from './conv1d-per-tap.js';
import { suitsTwoTaps, twoTapsFilterGrad, twoTapsForward, twoTapsInputGrad } from './conv1d-two-taps.js';
import { suitsWinograd, winogradFilterGrad, winogradForward, winogradInputGrad } from './conv1d-winograd.js';

export const CONV1D = 'SerConv1d';
const FILTER_GRAD = 'SerConv1dFilterGrad';
const INPUT_GRAD = 'SerConv1dInputGrad';
const BIAS_GRAD = 'SerColumnSums';

/** Zeros before and after in time, the step between windows, and the step between taps. */
export type Conv1dAttrs = {
  readonly left: number;
  readonly right: number;
  readonly stride: number;
  readonly dilation: number;
};

/** The ways to compute a convolution and its gradients. */
interface Method {
  readonly forward: typeof conv1dForward;
  readonly filterGrad: typeof conv1dFilterGrad;
  readonly inputGrad: typeof conv1dInputGrad;
}

const DIRECT: Method = { forward: conv1dForward, filterGrad: conv1dFilterGrad, inputGrad: conv1dInputGrad };
const WINOGRAD: Method = { forward: winogradForward, filterGrad: winogradFilterGrad, inputGrad: winogradInputGrad };
const TWO_TAPS: Method = { forward: twoTapsForward, filterGrad: twoTapsFilterGrad, inputGrad: twoTapsInputGrad };

const PER_TAP: Method = { forward: perTapForward, filterGrad: perTapFilterGrad, inputGrad: perTapInputGrad };

function methodFor(shape: Conv1dShape): Method {
  if (suitsWinograd(shape)) return WINOGRAD;
  if (suitsTwoTaps(shape)) return TWO_TAPS;
  return suitsPerTap(shape) ? PER_TAP : DIRECT;
}

function shapeOf(x: readonly number[], kernel: readonly number[], attrs: NamedAttrMap): Conv1dShape {
  const { left, right, stride, dilation } = attrs as Conv1dAttrs;
  const [batch, steps, channels] = x as [number, number, number];
  const [taps, , filters] = kernel as [number, number, number];
  const outSteps = Math.floor((left + steps + right - (taps - 1) * dilation - 1) / stride) + 1;
  return { batch, steps, channels, filters, taps, stride, dilation, left, right, outSteps };
}

/** y[batch, outSteps, filters] of x[batch, steps, channels], kernel[taps, channels, filters], bias[filters]?. */
export const conv1dKernel: Kernel = {
  name: CONV1D,
  run(sidecar, inputs, attrs) {
    const x = required(inputs, 'x', [null, null, null]);
    const kernel = required(inputs, 'kernel', [null, x.shape[2]!, null]);
    const shape = shapeOf(x.shape, kernel.shape, attrs);
    const y = sidecar.output([shape.batch, shape.outSteps, shape.filters]);
    const bias = inputs.bias ? sidecar.pointer(required(inputs, 'bias', [shape.filters])) : 0;
    methodFor(shape).forward(sidecar, shape, sidecar.pointer(x), sidecar.pointer(kernel), bias, sidecar.pointer(y));
    return y;
  },
};

export const conv1dFilterGradKernel: Kernel = {
  name: FILTER_GRAD,
  run(sidecar, inputs, attrs) {
    const x = required(inputs, 'x', [null, null, null]);
    const kernel = required(inputs, 'kernel', [null, x.shape[2]!, null]);
    const out = sidecar.output(kernel.shape);
    const shape = shapeOf(x.shape, kernel.shape, attrs);
    const dy = sidecar.pointer(required(inputs, 'dy', [shape.batch, shape.outSteps, shape.filters]));
    methodFor(shape).filterGrad(sidecar, shape, sidecar.pointer(x), dy, sidecar.pointer(out));
    return out;
  },
};

export const conv1dInputGradKernel: Kernel = {
  name: INPUT_GRAD,
  run(sidecar, inputs, attrs) {
    const x = required(inputs, 'x', [null, null, null]);
    const kernel = required(inputs, 'kernel', [null, x.shape[2]!, null]);
    const out = sidecar.output(x.shape);
    const shape = shapeOf(x.shape, kernel.shape, attrs);
    const dy = sidecar.pointer(required(inputs, 'dy', [shape.batch, shape.outSteps, shape.filters]));
    methodFor(shape).inputGrad(sidecar, shape, sidecar.pointer(kernel), dy, sidecar.pointer(out));
    return out;
  },
};

/** Sums over all but the last dimension. */
export const columnSumsKernel: Kernel = {
  name: BIAS_GRAD,
  run(sidecar, inputs: Inputs) {
    const x = required(inputs, 'x');
    const n = x.shape.at(-1)!;
    const out = sidecar.output([n]);
    const rows = x.shape.slice(0, -1).reduce((a, b) => a * b, 1);
    sidecar.routines.columnSums(sidecar.pointer(x), rows, n, sidecar.pointer(out));
    return out;
  },
};

export const conv1dGradient: GradConfig = {
  kernelName: CONV1D,
  inputsToSave: ['x', 'kernel'],
  gradFunc(dy, saved, attrs) {
    const [x, kernel] = saved as [Tensor, Tensor];
    const inputs = { x, kernel, dy: dy as Tensor };
    const run = (name: string, given: NamedTensorMap): Tensor => engine().runKernel(name, given, attrs) as Tensor;
    return {
      x: () => run(INPUT_GRAD, inputs),
      kernel: () => run(FILTER_GRAD, inputs),
      bias: () => run(BIAS_GRAD, { x: dy as Tensor }),
    };
  },
};

/** The convolution as a differentiable op. */
export function runConv1d(x: Tensor3D, kernel: Tensor3D, bias: Tensor1D | null, attrs: Conv1dAttrs): Tensor3D {
  const inputs: NamedTensorMap = bias === null ? { x, kernel } : { x, kernel, bias };
  return engine().runKernel(CONV1D, inputs, { ...attrs }) as Tensor3D;
}
