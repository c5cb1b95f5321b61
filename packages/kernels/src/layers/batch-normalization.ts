import { add, moments, mul, reshape, rsqrt, sub, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import { type LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { BATCH_NORM, runBatchNorm, runFollow } from '../kernels/batch-norm.js';
import { type CallOptions, hasKernel, onlyTensor, readOptional } from './fused.js';

/** Arguments of `tf.layers.batchNormalization`. */
export type BatchNormalizationArgs = NonNullable<Parameters<typeof layers.batchNormalization>[0]>;

interface StockBatchNormalization extends layers.Layer {
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly gamma: LayerVariable | undefined;
  readonly beta: LayerVariable | undefined;
  readonly movingMean: LayerVariable;
  readonly movingVariance: LayerVariable;
}

const stock: new (args: BatchNormalizationArgs) => StockBatchNormalization = layers.batchNormalization({
  name: 'stock',
}).constructor as never;

/**
 * `tf.layers.batchNormalization` with a fused training pass. Trains on every backend with `scale` or `center` off and
 * along any axis, where stock throws.
 */
export class BatchNormalization extends stock {
  override call(inputs: Tensor | Tensor[], kwargs: CallOptions): Tensor | Tensor[] {
    const x = onlyTensor(inputs);
    if (x === undefined || kwargs.training !== true) return super.call(inputs, kwargs);
    const lastAxis = this.axis === -1 || this.axis === x.rank - 1;
    const fused = lastAxis && x.dtype === 'float32' && hasKernel(BATCH_NORM);
    if (!fused && lastAxis && this.gamma && this.beta) return super.call(inputs, kwargs);
    return tidy(() => {
      const gamma = readOptional<Tensor1D>(this.gamma);
      const beta = readOptional<Tensor1D>(this.beta);
      const [y, mean, variance] = fused
        ? runBatchNorm(x, gamma, beta, this.epsilon)
        : composed(x, gamma, beta, this.epsilon, this.axis < 0 ? this.axis + x.rank : this.axis);
      const follow = fused ? runFollow : composedFollow;
      this.movingMean.write(follow(this.movingMean.read(), mean, 1 - this.momentum));
      this.movingVariance.write(follow(this.movingVariance.read(), variance, 1 - this.momentum));
      return y;
    });
  }
}

/** Moves a running statistic towards a batch's. */
const composedFollow = (old: Tensor, batch: Tensor, share: number): Tensor => sub(old, mul(sub(old, batch), share));

/** Batch norm from ops that every backend has, for what stock cannot train. */
function composed(
  x: Tensor,
  gamma: Tensor1D | null,
  beta: Tensor1D | null,
  epsilon: number,
  axis: number,
): [Tensor, Tensor, Tensor] {
  const others = x.shape.map((_, i) => i).filter((i) => i !== axis);
  const along = x.shape.map((size, i) => (i === axis ? size : 1));
  const { mean, variance } = moments(x, others);
  let y = mul(sub(x, reshape(mean, along)), rsqrt(add(reshape(variance, along), epsilon)));
  if (gamma) y = mul(y, reshape(gamma, along));
  if (beta) y = add(y, reshape(beta, along));
  return [y, mean, variance];
}

/** `tf.layers.batchNormalization`, fused where the kernels are installed and the last axis is normalised. */
export function batchNormalization(args: BatchNormalizationArgs = {}): layers.Layer {
  return new BatchNormalization(args);
}
