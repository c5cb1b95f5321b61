import { checkFields } from '@ser/core/schema';
import { type AdamOptions, adamSchema } from '../recipe/training-schema.js';

/** The state of {@link Adam} between steps. */
export interface AdamState {
  /** Number of steps taken. */
  step: number;
  firstMoment: Float32Array;
  secondMoment: Float32Array;
}

/**
 * Adam (Kingma and Ba, 2015) over one flat parameter vector, with bias correction and epsilon as in Keras
 * (`w -= lr · √(1-β₂ᵗ)/(1-β₁ᵗ) · m / (√v + ε)`) and decoupled weight decay (Loshchilov and Hutter, 2019).
 *
 * It works on typed arrays in a fixed order, so that the same gradients give the same weights, bit for bit, on every backend
 * and in every worker.
 */
export class Adam {
  readonly state: AdamState;
  readonly #options: Readonly<Record<keyof AdamOptions, number>>;
  readonly #decays: Uint8Array | undefined;

  /**
   * @param size number of parameters.
   * @param options see {@link AdamOptions}.
   * @param decays 1 for the parameters that weight decay applies to, 0 for the others; all if absent.
   */
  constructor(size: number, options: AdamOptions = {}, decays?: Uint8Array) {
    this.#options = checkFields(adamSchema, options);
    this.#decays = decays;
    this.state = { step: 0, firstMoment: new Float32Array(size), secondMoment: new Float32Array(size) };
  }

  /** Continues from the state of an optimizer of the same size. */
  restore({ step, firstMoment, secondMoment }: AdamState): void {
    this.state.step = step;
    this.state.firstMoment.set(firstMoment);
    this.state.secondMoment.set(secondMoment);
  }

  /** Updates `weights` in place. */
  apply(weights: Float32Array, gradient: Float32Array, learningRate: number): void {
    const { beta1, beta2, epsilon, weightDecay } = this.#options;
    const { firstMoment: m, secondMoment: v } = this.state;
    const t = ++this.state.step;
    const rate = (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
    const keep = 1 - learningRate * weightDecay;
    const decays = this.#decays;
    for (let i = 0; i < weights.length; i++) {
      const g = gradient[i]!;
      const mi = beta1 * m[i]! + (1 - beta1) * g;
      const vi = beta2 * v[i]! + (1 - beta2) * g * g;
      m[i] = mi;
      v[i] = vi;
      const kept = weightDecay > 0 && (decays === undefined || decays[i] === 1) ? keep * weights[i]! : weights[i]!;
      weights[i] = kept - (rate * mi) / (Math.sqrt(vi) + epsilon);
    }
  }
}
