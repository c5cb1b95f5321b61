import { add, engine, ones, type Scalar, type Tensor, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import { FIRST_GRADIENT_ONLY } from '../kernels/catalog.js';

/** One op of the tape, as tfjs 4.22 records it. */
interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: readonly Tensor[];
  readonly gradient?: ((dys: (Tensor | null)[]) => Readonly<Record<string, () => Tensor>>) | undefined;
  readonly saved?: readonly Tensor[] | undefined;
}

/** Members of tfjs' engine that its published type leaves out. */
interface TapeEngine {
  startTape(): void;
  endTape(): void;
  readonly state: { gradientDepth: number; activeTape: TapeNode[] | null };
}

/** A loss, and its gradient by each variable; undefined for those that it does not depend on. */
export interface LossGradients {
  readonly value: Scalar;
  readonly gradients: readonly (Tensor | undefined)[];
}

/**
 * Returns a loss and its gradients, as `tf.variableGrads` does, with less memory: tensors that only backpropagation
 * needs are freed as it proceeds, so that the next op finds memory that is still in the cache.
 *
 * @param loss runs the network; gradients flow through all ops in it.
 * @param variables what to differentiate by, all trainable.
 */
export function lossGradients(loss: () => Scalar, variables: readonly Variable[]): LossGradients {
  const tapeEngine = engine() as unknown as TapeEngine;
  if (tapeEngine.state.gradientDepth > 0) return published(loss, variables);
  return engine().tidy(() => {
    tapeEngine.startTape();
    let value: Scalar;
    try {
      value = engine().tidy(loss) as Scalar;
    } finally {
      tapeEngine.endTape();
    }
    const tape = tapeEngine.state.activeTape!;
    tapeEngine.state.activeTape = null;
    try {
      return { value, gradients: backwards(tape, value, variables) } as unknown as Tensor[];
    } finally {
      for (const { saved } of tape) for (const tensor of saved ?? []) tensor.dispose();
    }
  }) as unknown as LossGradients;
}

/** Inside another gradient the tape is not ours to clear. */
function published(loss: () => Scalar, variables: readonly Variable[]): LossGradients {
  const { value, grads } = variableGrads(loss, [...variables]);
  return { value, gradients: variables.map(({ name }) => grads[name]) };
}

function backwards(tape: readonly TapeNode[], value: Tensor, variables: readonly Variable[]): (Tensor | undefined)[] {
  const reached = new Set(variables.map(({ id }) => id));
  for (const { inputs, outputs } of tape) {
    for (const name in inputs) {
      if (!reached.has(inputs[name]!.id)) continue;
      for (const { id } of outputs) reached.add(id);
      break;
    }
  }
  const known = new Map<number, Tensor>([[value.id, ones(value.shape)]]);
  for (let i = tape.length - 1; i >= 0; i--) {
    const node = tape[i]!;
    const dys = node.outputs.map(({ id }) => known.get(id) ?? null);
    const isNeeded = dys.some((dy) => dy !== null) && Object.values(node.inputs).some(({ id }) => reached.has(id));
    if (isNeeded) {
      const given = FIRST_GRADIENT_ONLY.has(node.kernelName) && dys[0] ? dys.map((dy) => dy ?? dys[0]!) : dys;
      const gradients = gradientOf(node)(given);
      for (const name in node.inputs) {
        const { id } = node.inputs[name]!;
        if (reached.has(id)) accumulate(known, id, own(engine().tidy(gradients[name]!), node, dys));
      }
    }
    for (const [k, { id }] of node.outputs.entries()) {
      known.delete(id);
      dys[k]?.dispose();
    }
    for (const tensor of node.saved ?? []) tensor.dispose();
  }
  return variables.map(({ id }) => known.get(id));
}

function gradientOf({ gradient, kernelName }: TapeNode): NonNullable<TapeNode['gradient']> {
  if (gradient === undefined) throw new Error(`there is no gradient of ${kernelName}`);
  return gradient;
}

/** A gradient that may outlive the node it comes from: gradient functions may return a tensor that they received. */
const own = (dx: Tensor, { saved }: TapeNode, dys: readonly (Tensor | null)[]): Tensor =>
  dys.includes(dx) || saved?.includes(dx) ? dx.clone() : dx;

function accumulate(known: Map<number, Tensor>, id: number, dx: Tensor): void {
  const before = known.get(id);
  if (before === undefined) {
    known.set(id, dx);
    return;
  }
  known.set(id, add(before, dx));
  before.dispose();
  dx.dispose();
}
