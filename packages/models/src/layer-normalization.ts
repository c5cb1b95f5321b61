import { add, customGrad, mean, mul, reshape, rsqrt, square, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { type LayerVariable, layers } from '@tensorflow/tfjs-layers';

type Args = NonNullable<Parameters<typeof layers.layerNormalization>[0]>;

interface StockLayerNormalization extends layers.Layer {
  readonly axis: number[];
  readonly epsilon: number;
  readonly gamma: LayerVariable | null;
  readonly beta: LayerVariable | null;
}

const stock: new (args: Args) => StockLayerNormalization = layers.layerNormalization({ name: 'stock' })
  .constructor as never;

/** (x − μ) / √(σ² + ε) over `axes`, with its gradient in closed form. */
function standardise(x: Tensor, axes: number[], epsilon: number): Tensor {
  const run = customGrad((input, save) => {
    const centred = sub(input as Tensor, mean(input as Tensor, axes, true));
    const scale = rsqrt(add(mean(square(centred), axes, true), epsilon));
    const value = mul(centred, scale);
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

/**
 * `tf.layers.layerNormalization` with a fast gradient. The stock layer tiles its statistics to the input's shape, and
 * the gradient of that costs seconds a step for the frames of a clip.
 */
export class LayerNormalization extends stock {
  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const along = x.shape.map((length, axis) => (this.axis.includes(axis) ? length : 1));
      let y = standardise(x, this.axis, this.epsilon);
      if (this.gamma) y = mul(y, reshape(this.gamma.read(), along));
      if (this.beta) y = add(y, reshape(this.beta.read(), along));
      return y;
    });
  }
}

/** `tf.layers.layerNormalization` with a fast gradient; saved as the stock layer. */
export const layerNormalization = (args: Args): layers.Layer => new LayerNormalization(args);
