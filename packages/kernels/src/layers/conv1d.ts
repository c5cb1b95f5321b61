import { invalidArgument } from '@ser/core';
import {
  add,
  concat,
  matMul,
  pad,
  reshape,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor3D,
  conv1d as tfConv1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { type LayerVariable, layers, type Shape } from '@tensorflow/tfjs-layers';
import { CONV1D, type Conv1dAttrs, runConv1d } from '../kernels/convolution/conv1d.js';
import { hasKernel } from '../kernels/kernel.js';
import { type CallOptions, onlyTensor, readOptional } from './layer-inputs.js';

/** Arguments of `tf.layers.conv1d`. */
export type Conv1dArgs = Parameters<typeof layers.conv1d>[0];

interface StockConv1D extends layers.Layer {
  readonly kernelSize: number[];
  readonly strides: number[];
  readonly padding: 'valid' | 'same' | 'causal';
  readonly dataFormat: 'channelsFirst' | 'channelsLast';
  readonly dilationRate: number[];
  readonly filters: number;
  readonly activation: { apply(x: Tensor): Tensor };
  readonly kernel: LayerVariable;
  readonly bias: LayerVariable | null;
}

const stock: new (args: Conv1dArgs) => StockConv1D = layers.conv1d({ filters: 1, kernelSize: 1, name: 'stock' })
  .constructor as never;

/**
 * `tf.layers.conv1d` with fused kernels, and with what stock lacks on every backend: causal padding and the gradient
 * of dilated convolutions.
 */
export class Conv1D extends stock {
  constructor(args: Conv1dArgs) {
    super(args);
    if (this.strides[0]! > 1 && this.dilationRate[0]! > 1) {
      throw invalidArgument('strides', this.strides[0], `1 where dilationRate is ${this.dilationRate[0]}`);
    }
  }

  override call(inputs: Tensor | Tensor[], kwargs: CallOptions): Tensor | Tensor[] {
    const x = onlyTensor(inputs) as Tensor3D | undefined;
    if (x === undefined || x.rank !== 3 || this.dataFormat !== 'channelsLast') return super.call(inputs, kwargs);
    const fused = hasKernel(CONV1D) && x.dtype === 'float32';
    if (!fused && this.padding !== 'causal' && this.dilationRate[0] === 1) return super.call(inputs, kwargs);
    return tidy(() => {
      const kernel = this.kernel.read() as Tensor3D;
      const bias = readOptional<Tensor1D>(this.bias);
      const attrs = this.attributes(x.shape[1]);
      return this.activation.apply(fused ? runConv1d(x, kernel, bias, attrs) : composed(x, kernel, bias, attrs));
    });
  }

  /** As stock but for causal padding, which keeps the length (stock counts it as valid). */
  override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
    const shape = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as Shape;
    if (this.padding !== 'causal' || this.dataFormat !== 'channelsLast') return super.computeOutputShape(inputShape);
    const steps = shape[1] ?? null;
    return [shape[0] ?? null, steps === null ? null : Math.ceil(steps / this.strides[0]!), this.filters];
  }

  private attributes(steps: number): Conv1dAttrs {
    const [stride, dilation] = [this.strides[0]!, this.dilationRate[0]!];
    const reach = (this.kernelSize[0]! - 1) * dilation;
    if (this.padding === 'valid') return { left: 0, right: 0, stride, dilation };
    if (this.padding === 'causal') return { left: reach, right: 0, stride, dilation };
    const total = Math.max(0, (Math.ceil(steps / stride) - 1) * stride + reach + 1 - steps);
    const left = Math.floor(total / 2);
    return { left, right: total - left, stride, dilation };
  }
}

/** The convolution from ops that every backend can differentiate; dilated, the taps side by side times the kernel. */
function composed(x: Tensor3D, kernel: Tensor3D, bias: Tensor1D | null, attrs: Conv1dAttrs): Tensor3D {
  const { left, right, stride, dilation } = attrs;
  const padded = pad(x, [
    [0, 0],
    [left, right],
    [0, 0],
  ]);
  const y = dilation === 1 ? tfConv1d(padded, kernel, stride, 'valid') : dilatedConvolution(padded, kernel, dilation);
  return bias === null ? y : add(y, bias);
}

function dilatedConvolution(x: Tensor3D, kernel: Tensor3D, dilation: number): Tensor3D {
  const [batch, width] = x.shape;
  const [taps, channels, filters] = kernel.shape;
  const steps = width - (taps - 1) * dilation;
  const windows = Array.from({ length: taps }, (_, tap) => slice(x, [0, tap * dilation, 0], [batch, steps, channels]));
  const rows = reshape(concat(windows, 2), [batch * steps, taps * channels]);
  return reshape(matMul(rows, reshape(kernel, [taps * channels, filters])), [batch, steps, filters]);
}

/** `tf.layers.conv1d`, fused where the kernels are installed; causal and dilated convolutions train on any backend. */
export function conv1d(args: Conv1dArgs): layers.Layer {
  return new Conv1D(args);
}
