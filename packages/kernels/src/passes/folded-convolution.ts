import {
  add,
  conv2d,
  keep,
  mul,
  type Rank,
  relu,
  rsqrt,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import {
  PREPARED_CONV2D,
  type PreparedConv2dAttrs,
  prepareConv2d,
  runPreparedConv2d,
} from '../kernels/convolution/conv2d-prepared.js';
import { hasKernel } from '../kernels/kernel.js';
import type { BatchNormalization } from '../layers/batch-normalization.js';
import { readOptional } from '../layers/layer-inputs.js';
import type { Conv2D } from './layer-kinds.js';

/** The weights of a convolution and of the batch norm behind it, as one kernel and one bias. */
interface FoldedWeights {
  /** [height, width, channels, filters], or prepared for the pictures of `prepared`. */
  readonly kernel: Tensor;
  readonly bias: Tensor1D;
  readonly prepared: PreparedConv2dAttrs | undefined;
  /** What they were made of. */
  readonly sources: readonly object[];
}

/** A convolution, the batch norm behind it, and an addend and ReLU behind both, as one kernel for inference. */
export class FoldedConvolution {
  readonly #convolution: Conv2D;
  readonly #norm: BatchNormalization | undefined;
  readonly #rectifies: boolean;
  #weights: FoldedWeights | undefined;

  /** @param norm along the last axis. */
  constructor(convolution: Conv2D, norm: BatchNormalization | undefined, rectifies: boolean) {
    this.#convolution = convolution;
    this.#norm = norm;
    this.#rectifies = rectifies;
  }

  /** max(norm(convolution of x) + added, 0); neither the maximum nor an addend if it does not rectify. */
  run(x: Tensor4D, added?: Tensor4D): Tensor4D {
    const { kernel, bias, prepared } = this.#folded(x);
    if (prepared) return runPreparedConv2d({ x, packed: kernel as Tensor1D, bias, added }, prepared, this.#rectifies);
    const { strides, padding, dilationRate } = this.#convolution;
    return tidy(() => {
      const y = add(conv2d(x, kernel as Tensor4D, strides, padding, 'NHWC', dilationRate), bias) as Tensor4D;
      if (!this.#rectifies) return y;
      return relu(added ? add(y, added) : y) as Tensor4D;
    });
  }

  dispose(): void {
    this.#weights?.kernel.dispose();
    this.#weights?.bias.dispose();
    this.#weights = undefined;
  }

  /** Folds the weights on first use, and again where they were replaced, or pictures or backend are others. */
  #folded(x: Tensor4D): FoldedWeights {
    const sources = this.#sources();
    const isDilated = this.#convolution.dilationRate.some((rate) => rate !== 1);
    const picture = hasKernel(PREPARED_CONV2D) && !isDilated ? x.shape.slice(1) : undefined;
    const known = this.#weights;
    if (known?.sources.every((source, i) => source === sources[i]) && `${known.prepared?.picture}` === `${picture}`)
      return known;
    this.dispose();
    const [kernel, bias] = tidy(() => this.#fold(picture));
    const weights = { kernel: keep(kernel), bias: keep(bias), prepared: picture && this.#attributes(picture), sources };
    this.#weights = weights;
    return weights;
  }

  #sources(): object[] {
    const { gamma, beta, movingMean, movingVariance } = this.#norm ?? {};
    const { kernel, bias } = this.#convolution;
    const weights = [kernel, bias, gamma, beta, movingMean, movingVariance];
    return weights.flatMap((weight) => (weight ? [weight.read().dataId] : []));
  }

  #fold(picture: readonly number[] | undefined): [Tensor, Tensor1D] {
    const kernel = this.#convolution.kernel.read();
    const bias = readOptional<Tensor1D>(this.#convolution.bias) ?? zeros<Rank.R1>([kernel.shape[3]!]);
    const [scaled, shifted] = this.#norm ? normalized(kernel, bias, this.#norm) : [kernel.clone(), bias.clone()];
    return [picture ? prepareConv2d(scaled as Tensor4D, this.#attributes(picture)) : scaled, shifted];
  }

  #attributes(picture: readonly number[]): PreparedConv2dAttrs {
    const { kernel, strides, padding: pad } = this.#convolution;
    return { strides, pad, picture, filterShape: kernel.shape as number[] };
  }
}

/** Kernel and bias of a convolution that does what batch norm does behind it. */
function normalized(kernel: Tensor, bias: Tensor1D, norm: BatchNormalization): [Tensor, Tensor1D] {
  const [gamma, beta] = [readOptional<Tensor1D>(norm.gamma), readOptional<Tensor1D>(norm.beta)];
  const deviation = rsqrt(add(norm.movingVariance.read(), norm.epsilon));
  const scale = gamma ? mul(deviation, gamma) : deviation;
  const shift = mul<Tensor1D>(sub(bias, norm.movingMean.read()), scale);
  return [mul(kernel, scale), beta ? add<Tensor1D>(shift, beta) : shift];
}
