import {
  AdamOptimizer,
  backend,
  engine,
  mul,
  type Tensor,
  tidy,
  type Variable,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { ADAM, type AdamAttrs } from '../kernels/arithmetic/adam.js';
import { hasKernel } from '../kernels/kernel.js';

/** Options of {@link adam}; the defaults are those of `tf.train.adam`. */
export interface AdamOptions {
  /** Default 0.001. */
  readonly learningRate?: number | undefined;
  /** Decay of the first moment. Default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay of the second moment. Default 0.999. */
  readonly beta2?: number | undefined;
  /** Default 1e-7 (tfjs' epsilon for 32-bit backends). */
  readonly epsilon?: number | undefined;
}

type Gradients = Parameters<AdamOptimizer['applyGradients']>[0];

interface Moment {
  originalName: string;
  variable: Variable;
}

/** The state that `AdamOptimizer` keeps, in names that its declaration hides. */
interface AdamState {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly accBeta1: Variable;
  readonly accBeta2: Variable;
  readonly accumulatedFirstMoment: Moment[];
  readonly accumulatedSecondMoment: Moment[];
}

/** `tf.AdamOptimizer` with one kernel call a variable; state, saving and class name are the stock ones. */
class Adam extends AdamOptimizer {
  override applyGradients(gradients: Gradients): void {
    if (!hasKernel(ADAM)) {
      super.applyGradients(gradients);
      return;
    }
    const state = this as unknown as AdamState;
    const given = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }): [string, Tensor | null] => [name, tensor])
      : (Object.entries(gradients) as [string, Tensor | null][]);
    tidy(() => {
      const attrs: AdamAttrs = {
        rate: state.learningRate,
        beta1: state.beta1,
        beta2: state.beta2,
        epsilon: state.epsilon,
        unbias1: 1 / (1 - state.accBeta1.dataSync()[0]!),
        unbias2: 1 / (1 - state.accBeta2.dataSync()[0]!),
      };
      given.forEach(([name, gradient], i) => {
        const value = engine().registeredVariables[name] as Variable;
        const first = momentOf(state.accumulatedFirstMoment, i, `${name}/m`, value);
        const second = momentOf(state.accumulatedSecondMoment, i, `${name}/v`, value);
        if (gradient === null || gradient === undefined) return;
        for (const moment of [first, second]) ownValues(moment);
        const inputs = { value, gradient, firstMoment: first, secondMoment: second };
        value.assign(engine().runKernel(ADAM, inputs, { ...attrs }) as Tensor);
      });
      state.accBeta1.assign(mul(state.accBeta1, state.beta1));
      state.accBeta2.assign(mul(state.accBeta2, state.beta2));
    });
    this.incrementIterations();
  }
}

function momentOf(moments: Moment[], index: number, originalName: string, value: Variable): Variable {
  moments[index] ??= { originalName, variable: tidy(() => zerosLike(value).variable(false)) };
  return moments[index].variable;
}

/** Gives the variable values of its own where they are shared: after `setWeights`, or with a clone that someone keeps. */
function ownValues(variable: Variable): void {
  if (backend().refCount(variable.dataId) > 1) tidy(() => variable.assign(mul(variable, 1)));
}

/**
 * Adam (Kingma and Ba 2015), as `tf.train.adam` with one kernel call a variable where the kernels are installed.
 *
 * @example
 * model.compile({ optimizer: adam({ learningRate: 1e-3 }), loss: 'categoricalCrossentropy' });
 */
export function adam(options: AdamOptions = {}): AdamOptimizer {
  const { learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon } = options;
  return epsilon === undefined ? new Adam(learningRate, beta1, beta2) : new Adam(learningRate, beta1, beta2, epsilon);
}
