import { add, moments, mul, reshape, rsqrt, sub, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import { type LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { hasKernel } from '../kernels/kernel.js';
import { BATCH_NORM, type Following, runBatchNorm, runFollow } from '../kernels/normalization/batch-norm.js';
import { type CallOptions, onlyTensor, readOptional } from './layer-inputs.js';

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

/** Options of {@link BatchNormalization.trainFused}. */
export interface FusedPass extends Following {
  /** True if the running statistics move; true by default. */
  readonly follows?: boolean | undefined;
}

/**
 * `tf.layers.batchNormalization` with a fused training pass. Trains on every backend with `scale` or `center` off and
 * along any axis, where stock throws.
 */
export class BatchNormalization extends stock {
  override call(inputs: Tensor | Tensor[], kwargs: CallOptions): Tensor | Tensor[] {
    const x = onlyTensor(inputs);
    if (x === undefined || kwargs.training !== true) return super.call(inputs, kwargs);
    const fused = this.trainFused(x);
    if (fused !== undefined) return fused;
    const axis = this.axis < 0 ? this.axis + x.rank : this.axis;
    if (axis === x.rank - 1 && this.gamma && this.beta) return super.call(inputs, kwargs);
    return tidy(() => {
      const [y, mean, variance] = composed(x, readOptional(this.gamma), readOptional(this.beta), this.epsilon, axis);
      this.movingMean.write(composedFollow(this.movingMean.read(), mean, 1 - this.momentum));
      this.movingVariance.write(composedFollow(this.movingVariance.read(), variance, 1 - this.momentum));
      return y;
    });
  }

  /**
   * A training pass as one kernel, with what follows it; undefined without kernels, along another axis, and below 4
   * columns.
   */
  trainFused(x: Tensor, { follows = true, ...following }: FusedPass = {}): Tensor | undefined {
    const isLastAxis = this.axis === -1 || this.axis === x.rank - 1;
    const isFit = isLastAxis && x.shape.at(-1)! >= 4 && x.dtype === 'float32';
    if (!isFit || !hasKernel(BATCH_NORM)) return undefined;
    const [gamma, beta] = [readOptional<Tensor1D>(this.gamma), readOptional<Tensor1D>(this.beta)];
    return tidy(() => {
      const { y, statistics } = runBatchNorm(x, gamma, beta, this.epsilon, following);
      if (follows) {
        this.movingMean.write(runFollow(this.movingMean.read(), statistics, 'mean', 1 - this.momentum));
        this.movingVariance.write(runFollow(this.movingVariance.read(), statistics, 'variance', 1 - this.momentum));
      }
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

/** `tf.layers.batchNormalization`, fused where the kernels are installed and the last axis is normalized. */
export function batchNormalization(args: BatchNormalizationArgs = {}): layers.Layer {
  return new BatchNormalization(args);
}
