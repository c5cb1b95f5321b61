import { invalidArgument } from '@ser/core';
import {
  add,
  cast,
  expandDims,
  matMul,
  mul,
  reshape,
  type serialization,
  softmax,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tanh,
  tidy,
} from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable, layers, type Shape } from '@tensorflow/tfjs-layers';
import { ATTENTION, runAttention } from '../kernels/arithmetic/attention.js';
import { hasKernel } from '../kernels/kernel.js';
import type { CallOptions } from './layer-inputs.js';

/** Options of {@link attentionPooling}. */
export interface AttentionPoolingArgs {
  /** Name of the layer. */
  readonly name?: string | undefined;
  /** Shape without the batch, where this is a model's first layer. */
  readonly inputShape?: Shape | undefined;
  /** Seed of the Glorot-uniform weight vector, for repeatable runs. */
  readonly seed?: number | undefined;
  /** Activation of the scores: `tanh` (default) keeps one step from taking all the weight, `linear` is Mirsamadi's form. */
  readonly scoreActivation?: 'tanh' | 'linear' | undefined;
  readonly trainable?: boolean | undefined;
}

/**
 * Softmax attention over time: [batch, steps, units] → [batch, units].
 *
 * score_t = f(h_t·w), a = softmax(score), y = Σ a_t·h_t (Mirsamadi et al. 2017, "Automatic speech emotion recognition
 * using recurrent neural networks with local attention"). Masked steps get no weight. Not a stock layer: to load a
 * model with it into plain tfjs, call `registerFusedLayers` first.
 */
export class AttentionPooling extends layers.Layer {
  static readonly className = 'AttentionPooling';
  private readonly seed: number | undefined;
  private readonly scoreActivation: 'tanh' | 'linear';
  private kernel: LayerVariable | undefined;

  constructor(args: AttentionPoolingArgs = {}) {
    super(args as ConstructorParameters<typeof layers.Layer>[0]);
    const activation = args.scoreActivation ?? 'tanh';
    if (activation !== 'tanh' && activation !== 'linear') {
      throw invalidArgument('scoreActivation', activation, 'tanh or linear');
    }
    this.seed = args.seed;
    this.scoreActivation = activation;
    this.supportsMasking = true;
  }

  override build(inputShape: Shape | Shape[]): void {
    const units = (inputShape as Shape)[2];
    if (inputShape.length !== 3 || typeof units !== 'number') {
      throw invalidArgument('input of attentionPooling', inputShape, '[batch, steps, units]');
    }
    const initializer = initializers.glorotUniform(this.seed === undefined ? {} : { seed: this.seed });
    this.kernel = this.addWeight('kernel', [units, 1], 'float32', initializer);
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[], kwargs?: CallOptions): Tensor {
    return tidy(() => {
      const h = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor3D;
      const kernel = this.kernel!.read() as Tensor2D;
      const mask = kwargs?.mask as Tensor | null | undefined;
      if (mask == null && h.dtype === 'float32' && hasKernel(ATTENTION)) {
        return runAttention(h, kernel, this.scoreActivation === 'tanh');
      }
      return composed(h, kernel, this.scoreActivation, mask ?? undefined);
    });
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shape = inputShape as Shape;
    return [shape[0] ?? null, shape[2] ?? null];
  }

  override computeMask(): Tensor {
    return null as unknown as Tensor;
  }

  override getConfig(): serialization.ConfigDict {
    const seed = this.seed === undefined ? {} : { seed: this.seed };
    return { ...super.getConfig(), scoreActivation: this.scoreActivation, ...seed };
  }
}

/** The same from ops that every backend has; `mask` [batch, steps] is zero where a step is to get no weight. */
function composed(h: Tensor3D, kernel: Tensor2D, activation: 'tanh' | 'linear', mask: Tensor | undefined): Tensor2D {
  const [batch, steps, units] = h.shape;
  let scores: Tensor = reshape(matMul(reshape(h, [batch * steps, units]), kernel), [batch, steps]);
  if (activation === 'tanh') scores = tanh(scores);
  if (mask) scores = add(scores, mul(sub(cast(mask, 'float32'), 1), 1e9));
  return sum(mul(h, expandDims(softmax(scores), 2)), 1);
}

/** Softmax attention over time, [batch, steps, units] → [batch, units]; see `AttentionPooling`. */
export function attentionPooling(args: AttentionPoolingArgs = {}): layers.Layer {
  return new AttentionPooling(args);
}
