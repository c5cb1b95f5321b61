import { type Kernel, required, sizeOf } from '../kernel.js';

export const ADAM = 'SerAdam';

export type AdamAttrs = {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** 1/(1 − β₁ᵗ) and 1/(1 − β₂ᵗ). */
  readonly unbias1: number;
  readonly unbias2: number;
};

/**
 * One Adam step: the new values, as a new tensor (XNNPACK keeps packed filters by tensor, so values changed in
 * place would go unseen by stock convolutions). `firstMoment` and `secondMoment` are updated in place.
 */
export const adamKernel: Kernel = {
  name: ADAM,
  run(sidecar, inputs, attributes) {
    const { rate, beta1, beta2, epsilon, unbias1, unbias2 } = attributes as AdamAttrs;
    const value = required(inputs, 'value');
    const out = sidecar.output(value.shape);
    sidecar.routines.adam(
      ...['value', 'gradient', 'firstMoment', 'secondMoment'].map((name) =>
        sidecar.pointer(required(inputs, name, value.shape)),
      ),
      ...[sizeOf(value.shape), rate, beta1, beta2, epsilon, unbias1, unbias2, sidecar.pointer(out)],
    );
    return out;
  },
};
