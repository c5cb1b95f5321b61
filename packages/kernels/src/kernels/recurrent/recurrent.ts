import { invalidArgument } from '@ser/core';
import {
  engine,
  type GradConfig,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { Sidecar } from '../../module/sidecar.js';
import { type Inputs, type Kernel, required } from '../kernel.js';
import { workspace } from '../workspace.js';
import { gru } from './gru.js';
import { lstm } from './lstm.js';
import type { Recurrence, RecurrentAttrs } from './recurrence.js';
import { inputGrad, kernelGrad, type Sequence, writeValue } from './sequence.js';
import { simpleRnn } from './simple-rnn.js';

/** The recurrences that run as one kernel over the whole sequence. */
export type RecurrenceName = 'Gru' | 'Lstm' | 'SimpleRnn';

const RECURRENCES: Readonly<Record<RecurrenceName, Recurrence>> = { Gru: gru, Lstm: lstm, SimpleRnn: simpleRnn };
const NAMES = Object.keys(RECURRENCES) as RecurrenceName[];

export const forwardName = (name: RecurrenceName): string => `Ser${name}`;
const backwardName = (name: RecurrenceName): string => `Ser${name}Backward`;
const KERNEL_GRAD = 'SerRecurrentKernelGrad';
const STATE_GRAD = 'SerRecurrentStateGrad';
const INPUT_GRAD = 'SerRecurrentInputGrad';

/** One call: its sizes, and where its workspace's parts lie. */
interface Call {
  readonly recurrence: Recurrence;
  readonly s: Sequence;
  readonly parts: readonly number[];
}

function callOf(sidecar: Sidecar, name: RecurrenceName, inputs: Inputs, attrs: NamedAttrMap): Call {
  const recurrence = RECURRENCES[name];
  const [batch, steps, features] = required(inputs, 'x', [null, null, null]).shape as [number, number, number];
  const units = required(inputs, 'recurrent', [null, null]).shape[0]!;
  const reversed = attrs.reversed as boolean;
  const s: Sequence = { batch, steps, features, units, gates: units * recurrence.gatesPerUnit, reversed };
  required(inputs, 'recurrent', [units, s.gates]);
  if (units % 4 !== 0) throw invalidArgument('units', units, 'a multiple of 4');
  required(inputs, 'kernel', [features, s.gates]);
  const width = recurrence.widths.reduce((a, b) => a + b, 0);
  let pointer = sidecar.pointer(required(inputs, 'workspace', [width * units * batch * steps]));
  const parts = recurrence.widths.map((width) => {
    const at = pointer;
    pointer += 4 * width * units * batch * steps;
    return at;
  });
  return { recurrence, s, parts };
}

const valueShape = ({ batch, steps, units }: Sequence, { sequences }: RecurrentAttrs): number[] =>
  sequences ? [batch, steps, units] : [batch, units];

function forwardKernel(name: RecurrenceName): Kernel {
  return {
    name: forwardName(name),
    run(sidecar, inputs, attributes) {
      const attrs = attributes as RecurrentAttrs;
      const { recurrence, s, parts } = callOf(sidecar, name, inputs, attributes);
      const y = sidecar.output(valueShape(s, attrs));
      recurrence.forward(sidecar, s, attrs, parts, {
        x: sidecar.pointer(required(inputs, 'x')),
        kernel: sidecar.pointer(required(inputs, 'kernel')),
        recurrent: sidecar.pointer(required(inputs, 'recurrent')),
        bias: inputs.bias ? sidecar.pointer(required(inputs, 'bias', [s.gates])) : 0,
      });
      writeValue(sidecar, s, parts[recurrence.hidden]!, attrs.sequences, sidecar.pointer(y));
      return y;
    },
  };
}

/** Backpropagation through time: leaves dz in the first part of the workspace and returns its column sums, dBias. */
function backwardKernel(name: RecurrenceName): Kernel {
  return {
    name: backwardName(name),
    run(sidecar, inputs, attributes) {
      const attrs = attributes as RecurrentAttrs;
      const { recurrence, s, parts } = callOf(sidecar, name, inputs, attributes);
      const dBias = sidecar.output([s.gates]);
      const recurrent = sidecar.pointer(required(inputs, 'recurrent'));
      recurrence.backward(
        sidecar,
        s,
        attrs,
        parts,
        sidecar.pointer(required(inputs, 'dy', valueShape(s, attrs))),
        recurrent,
      );
      sidecar.routines.columnSums(parts[0]!, s.steps * s.batch, s.gates, sidecar.pointer(dBias));
      return dBias;
    },
  };
}

/** A gradient that follows from the dz which the backward pass left in the workspace. */
function gradKernel(name: string, grad: (sidecar: Sidecar, call: Call, inputs: Inputs) => TensorInfo): Kernel {
  return {
    name,
    run: (sidecar, inputs, attrs) =>
      grad(sidecar, callOf(sidecar, attrs.recurrence as RecurrenceName, inputs, attrs), inputs),
  };
}

const kernelGradKernel = gradKernel(KERNEL_GRAD, (sidecar, { s, parts }, inputs) => {
  const out = sidecar.output([s.features, s.gates]);
  kernelGrad(sidecar, s, sidecar.pointer(required(inputs, 'x')), parts[0]!, sidecar.pointer(out));
  return out;
});

const stateGradKernel = gradKernel(STATE_GRAD, (sidecar, { recurrence, s, parts }) => {
  const out = sidecar.output([s.units, s.gates]);
  recurrence.recurrentGrad(sidecar, s, parts, sidecar.pointer(out));
  return out;
});

const inputGradKernel = gradKernel(INPUT_GRAD, (sidecar, { s, parts }, inputs) => {
  const out = sidecar.output([s.batch, s.steps, s.features]);
  inputGrad(sidecar, s, sidecar.pointer(required(inputs, 'kernel')), parts[0]!, sidecar.pointer(out));
  return out;
});

function gradientOf(name: RecurrenceName): GradConfig {
  return {
    kernelName: forwardName(name),
    inputsToSave: ['x', 'kernel', 'recurrent', 'workspace'],
    gradFunc(dy, saved, attributes) {
      const [x, kernel, recurrent, filled] = saved as [Tensor, Tensor, Tensor, Tensor];
      const attrs = { ...attributes, recurrence: name };
      const inputs: NamedTensorMap = { x, kernel, recurrent, workspace: filled };
      const run = (kernelName: string, given: NamedTensorMap): Tensor =>
        engine().runKernel(kernelName, given, attrs) as Tensor;
      const dBias = run(backwardName(name), { ...inputs, dy: dy as Tensor });
      return {
        x: () => run(INPUT_GRAD, inputs),
        kernel: () => run(KERNEL_GRAD, inputs),
        recurrent: () => run(STATE_GRAD, inputs),
        bias: () => dBias.clone(),
      };
    },
  };
}

export const recurrentKernels: readonly Kernel[] = [
  ...NAMES.flatMap((name) => [forwardKernel(name), backwardKernel(name)]),
  ...[kernelGradKernel, stateGradKernel, inputGradKernel],
];

export const recurrentGradients: readonly GradConfig[] = NAMES.map(gradientOf);

export interface RecurrentWeights {
  readonly x: Tensor;
  readonly kernel: Tensor;
  readonly recurrent: Tensor;
  readonly bias: Tensor | null;
}

/** Runs a recurrence over x[batch, steps, features] from a zero state. `recurrent` is [units, gates], units by fours. */
export function runRecurrence(name: RecurrenceName, weights: RecurrentWeights, attrs: RecurrentAttrs): Tensor {
  const { x, kernel, recurrent, bias } = weights;
  const width = RECURRENCES[name].widths.reduce((a, b) => a + b, 0);
  const size = width * recurrent.shape[0]! * x.shape[0]! * x.shape[1]!;
  const inputs: NamedTensorMap = { x, kernel, recurrent, workspace: workspace(size) };
  if (bias) inputs.bias = bias;
  return engine().runKernel(forwardName(name), inputs, { ...attrs }) as Tensor;
}
