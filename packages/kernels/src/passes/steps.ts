import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type LayerCall, layerCalls } from './layer-calls.js';

/** Part of a pass: one layer, or several as one kernel. */
export interface Step {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  run(inputs: Tensor[]): Tensor | Tensor[];
}

/** One layer as a step. */
const single = ({ layer, inputs, outputs }: LayerCall, training: boolean): Step => ({
  inputs,
  outputs,
  run: (values) => layer.call(values.length === 1 ? values[0]! : values, { training }),
});

/** Layers that are taken together as one step; the step stands at the last of them, whose inputs are all there. */
export class Fusion {
  readonly #steps = new Map<LayerCall, Step>();
  readonly #taken = new Set<LayerCall>();

  /** True for layers that are part of a step already. */
  has(call: LayerCall): boolean {
    return this.#steps.has(call) || this.#taken.has(call);
  }

  add(step: Step, last: LayerCall, ...others: LayerCall[]): void {
    this.#steps.set(last, step);
    for (const call of others) this.#taken.add(call);
  }

  /** The calls as steps; those that were not fused run alone. */
  steps(calls: readonly LayerCall[], training: boolean): Step[] {
    return calls
      .filter((call) => !this.#taken.has(call))
      .map((call) => this.#steps.get(call) ?? single(call, training));
  }
}

/**
 * Returns a network's pass in steps, from its input to all its outputs; by `apply` where the network needs that.
 *
 * @param stepsOf makes steps of the calls; `results` are the ids of the outputs.
 */
export function passOf(
  network: LayersModel,
  training: boolean,
  stepsOf: (calls: readonly LayerCall[], results: readonly number[]) => readonly Step[],
): (inputs: Tensor) => Tensor[] {
  const calls = layerCalls(network);
  if (calls === undefined) return (inputs) => [network.apply(inputs, { training }) as Tensor | Tensor[]].flat();
  const { id: input } = network.inputs[0]!;
  const results = network.outputs.map(({ id }) => id);
  const steps = stepsOf(calls, results);
  return (inputs) => {
    const values = new Map<number, Tensor>([[input, inputs]]);
    for (const step of steps) {
      const made = step.run(step.inputs.map((id) => values.get(id)!));
      if (Array.isArray(made)) for (const [i, id] of step.outputs.entries()) values.set(id, made[i]!);
      else values.set(step.outputs[0]!, made);
    }
    return results.map((id) => values.get(id)!);
  };
}
