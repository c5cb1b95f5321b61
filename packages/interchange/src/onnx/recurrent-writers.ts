import type { LayerConfig } from '../network/network-graph.js';
import { type LayerCall, type LayerWriter, refuse } from './layer-call.js';
import { ints } from './onnx-graph.js';

/** A recurrence of ONNX, and the position of each of its gates in the order of Keras. */
interface Recurrence {
  readonly operator: 'RNN' | 'GRU' | 'LSTM';
  readonly gates: readonly number[];
}

const RECURRENCES: Readonly<Record<string, Recurrence>> = {
  SimpleRNN: { operator: 'RNN', gates: [0] },
  GRU: { operator: 'GRU', gates: [0, 1, 2] }, // update, reset, candidate in both
  LSTM: { operator: 'LSTM', gates: [0, 3, 1, 2] }, // Keras: input, forget, cell, output; ONNX: input, output, forget, cell
};

const ACTIVATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    tanh: 'Tanh',
    sigmoid: 'Sigmoid',
    hard_sigmoid: 'HardSigmoid',
    relu: 'Relu',
    softsign: 'Softsign',
    softplus: 'Softplus',
  }),
);

function activations({ name }: LayerCall, { operator }: Recurrence, config: LayerConfig): string[] {
  const known = (activation: unknown): string => {
    const found = ACTIVATIONS.get(String(activation));
    if (found === undefined) throw refuse(name, `the activation ${String(activation)} does not exist in ONNX`);
    return found;
  };
  const outer = known(config.activation);
  if (operator === 'RNN') return [outer];
  const gate = known(config.recurrent_activation);
  return operator === 'GRU' ? [gate, outer] : [gate, outer, outer];
}

/** Returns [rows, gates · units] as [gates · units, rows], with the gates in the order of ONNX. */
function turned(values: Float32Array, rows: number, units: number, gates: readonly number[]): Float32Array {
  const width = gates.length * units;
  const out = new Float32Array(values.length);
  for (const [to, from] of gates.entries())
    for (let unit = 0; unit < units; unit++)
      for (let row = 0; row < rows; row++)
        out[(to * units + unit) * rows + row] = values[row * width + from * units + unit]!;
  return out;
}

function concatenated(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Adds a recurrence in one or both directions; returns its sequence [steps, ways, batch, units] or its last output. */
function recurrence(call: LayerCall, className: string, config: LayerConfig, direction: string): string {
  const { graph, weights, shapes } = call;
  const kind = RECURRENCES[className]!;
  const { gates, operator } = kind;
  const units = Number(config.units);
  const features = Number(shapes[0]![2]);
  const ways = direction === 'bidirectional' ? 2 : 1;
  const each = config.use_bias === false ? 2 : 3;
  const part = (index: number, rows: number): Float32Array =>
    concatenated(Array.from({ length: ways }, (_, way) => turned(weights[way * each + index]!, rows, units, gates)));
  const size = gates.length * units;
  const bias = (): Float32Array =>
    concatenated(
      Array.from({ length: ways }, (_, way) => [
        turned(weights[way * each + 2]!, 1, units, gates),
        new Float32Array(size),
      ]).flat(),
    );
  const inputs = [
    graph.node('Transpose', [call.inputs[0]!], { perm: ints(1, 0, 2) }),
    graph.floats(part(0, features), [ways, size, features]),
    graph.floats(part(1, units), [ways, size, units]),
    ...(each === 3 ? [graph.floats(bias(), [ways, 2 * size])] : []),
  ];
  const names = activations(call, kind, config);
  const shared = {
    hidden_size: BigInt(units),
    direction,
    activations: ways === 2 ? [...names, ...names] : names,
  };
  const attributes = operator === 'GRU' ? { ...shared, linear_before_reset: 0n } : shared;
  const [all, last] = graph.nodeOf(operator, inputs, 2, attributes);
  return config.return_sequences === true ? all! : last!;
}

const recurrent =
  (className: string): LayerWriter =>
  (call) => {
    const { graph, config } = call;
    const y = recurrence(call, className, config, config.go_backwards === true ? 'reverse' : 'forward');
    if (config.return_sequences !== true) return graph.node('Squeeze', [y, graph.list(0)]);
    const sequence = graph.node('Transpose', [graph.node('Squeeze', [y, graph.list(1)])], { perm: ints(1, 0, 2) });
    // Keras returns the sequence in the order of reading.
    return config.go_backwards === true ? reversed(call, sequence) : sequence;
  };

/** The smallest integer of 64 bits: a backward slice that ends there includes the first step. */
const BEFORE_ALL = -(2 ** 63);

const reversed = ({ graph }: LayerCall, x: string): string =>
  graph.node('Slice', [x, graph.list(-1), graph.list(BEFORE_ALL), graph.list(1), graph.list(-1)]);

/** Our layer that reverses a sequence, or, with a mask, its steps before the padding. */
const reverseTime: LayerWriter = (call) => {
  const { graph, inputs } = call;
  const [x, mask] = inputs as [string, string?];
  if (mask === undefined) return reversed(call, x);
  const lengths = graph.node('Cast', [graph.node('ReduceSum', [mask, graph.list(1, 2)], { keepdims: 0n })], { to: 7n });
  return graph.node('ReverseSequence', [x, lengths], { batch_axis: 0n, time_axis: 1n });
};

const bidirectional: LayerWriter = (call) => {
  const { graph, config, name } = call;
  const inner = config.layer as { class_name: string; config: LayerConfig };
  const units = Number(inner.config.units);
  if (inner.config.go_backwards === true) throw refuse(name, 'its forward direction runs backwards');
  const y = recurrence(call, inner.class_name, inner.config, 'bidirectional');
  // [steps, 2, batch, units] → [batch, steps, 2, units], or [2, batch, units] → [batch, 2, units]
  const isSequence = inner.config.return_sequences === true;
  const apart = graph.node('Transpose', [y], { perm: isSequence ? ints(2, 0, 1, 3) : ints(1, 0, 2) });
  const axis = isSequence ? 2 : 1;
  switch (config.merge_mode) {
    case 'concat':
      return graph.node('Reshape', [apart, isSequence ? graph.list(0, 0, 2 * units) : graph.list(0, 2 * units)]);
    case 'sum':
      return graph.node('ReduceSum', [apart, graph.list(axis)], { keepdims: 0n });
    case 'ave':
      return graph.node('ReduceMean', [apart], { axes: ints(axis), keepdims: 0n });
    default:
      return graph.node('ReduceProd', [apart], { axes: ints(axis), keepdims: 0n });
  }
};

/** Writers of recurrences, and of our layer that reverses a sequence. */
export const RECURRENT_WRITERS: Readonly<Record<string, LayerWriter>> = {
  SimpleRNN: recurrent('SimpleRNN'),
  GRU: recurrent('GRU'),
  LSTM: recurrent('LSTM'),
  Bidirectional: bidirectional,
  ReverseTime: reverseTime,
};
