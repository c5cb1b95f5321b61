import {
  add,
  customGrad,
  mean,
  mul,
  reshape,
  rsqrt,
  square,
  sub,
  type Tensor,
  type Tensor1D,
  tidy,
} from '@tensorflow/tfjs-core';
import { type LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { hasKernel } from '../kernels/kernel.js';
import { LAYER_NORM, runLayerNorm } from '../kernels/normalization/layer-norm.js';
import { type CallOptions, onlyTensor, readOptional } from './layer-inputs.js';

/** Arguments of `tf.layers.layerNormalization`. */
export type LayerNormalizationArgs = NonNullable<Parameters<typeof layers.layerNormalization>[0]>;

interface StockLayerNormalization extends layers.Layer {
  readonly axis: number[];
  readonly epsilon: number;
  readonly gamma: LayerVariable | null;
  readonly beta: LayerVariable | null;
}

const stock: new (args: LayerNormalizationArgs) => StockLayerNormalization = layers.layerNormalization({
  name: 'stock',
}).constructor as never;

/**
 * `tf.layers.layerNormalization` with one kernel a pass, where the last axis is normalized, and a gradient in closed form
 * elsewhere. The stock layer tiles its statistics to the input's shape, and the gradient of that costs seconds a step for
 * the frames of a clip; with `scale` or `center` off it throws in training.
 */
export class LayerNormalization extends stock {
  override call(inputs: Tensor | Tensor[], kwargs: CallOptions): Tensor | Tensor[] {
    const x = onlyTensor(inputs);
    if (x === undefined) return super.call(inputs, kwargs);
    const lastAxis = this.axis.length === 1 && this.axis[0] === x.rank - 1;
    return tidy(() => {
      const gamma = readOptional<Tensor1D>(this.gamma);
      const beta = readOptional<Tensor1D>(this.beta);
      return lastAxis && x.dtype === 'float32' && hasKernel(LAYER_NORM)
        ? runLayerNorm(x, gamma, beta, this.epsilon)
        : scaled(standardize(x, this.axis, this.epsilon), gamma, beta, this.axis);
    });
  }
}

/** (x − μ) / √(σ² + ε) over `axes`, with its gradient in closed form. */
function standardize(x: Tensor, axes: number[], epsilon: number): Tensor {
  const run = customGrad((input, save) => {
    const centered = sub(input as Tensor, mean(input as Tensor, axes, true));
    const scale = rsqrt(add(mean(square(centered), axes, true), epsilon));
    const value = mul(centered, scale);
    (save as (tensors: Tensor[]) => void)([value, scale]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor => {
      const [z, inverse] = saved as [Tensor, Tensor];
      const along = mul(z, mean(mul(dy, z), axes, true));
      return mul(sub(sub(dy, mean(dy, axes, true)), along), inverse);
    };
    return { value, gradFunc };
  });
  return run(x);
}

/** z · gamma + beta, whose shapes are those of `axes`. */
function scaled(z: Tensor, gamma: Tensor | null, beta: Tensor | null, axes: number[]): Tensor {
  const along = z.shape.map((size, i) => (axes.includes(i) ? size : 1));
  let y = z;
  if (gamma) y = mul(y, reshape(gamma, along));
  if (beta) y = add(y, reshape(beta, along));
  return y;
}

/** `tf.layers.layerNormalization`, fused where the kernels are installed. */
export function layerNormalization(args: LayerNormalizationArgs = {}): layers.Layer {
  return new LayerNormalization(args);
}
