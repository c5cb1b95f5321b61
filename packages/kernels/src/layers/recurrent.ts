import {
  dropout,
  expandDims,
  mul,
  ones,
  pad,
  reshape,
  slice,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import type { LayerVariable, RNN } from '@tensorflow/tfjs-layers';
import { hasKernel } from '../kernels/kernel.js';
import {
  forwardName,
  type RecurrenceName,
  type RecurrentWeights,
  runRecurrence,
} from '../kernels/recurrent/recurrent.js';
import { type CallOptions, onlyTensor, readOptional } from './layer-inputs.js';

interface Named {
  getClassName(): string;
}

/** The fields that the cells of SimpleRNN, GRU and LSTM share. */
interface RecurrentCell {
  readonly units: number;
  readonly activation: Named;
  readonly recurrentActivation?: Named | undefined;
  readonly kernel: LayerVariable;
  readonly recurrentKernel: LayerVariable;
  readonly bias: LayerVariable | null;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly dropoutFunc?: unknown;
}

/**
 * The layer's value by the whole-sequence kernel, or undefined where the call is not one that it computes: a mask, an
 * initial or kept state, a returned state, dropout of the recurrent state, or another activation. The caller then takes
 * the stock path.
 */
export function fusedRecurrence(
  layer: RNN,
  recurrence: RecurrenceName,
  inputs: Tensor | Tensor[],
  kwargs: CallOptions | null | undefined,
): Tensor | undefined {
  const cell = layer.cell as RNN['cell'] & RecurrentCell;
  const x = onlyTensor(inputs);
  const training = kwargs?.training === true;
  if (x === undefined || x.rank !== 3 || x.dtype !== 'float32' || !hasKernel(forwardName(recurrence))) return undefined;
  if (kwargs?.mask != null || kwargs?.initialState != null) return undefined;
  if (layer.stateful || layer.returnState || x.shape[1] === 0) return undefined;
  const gate = cell.recurrentActivation?.getClassName() ?? 'sigmoid';
  if (cell.activation.getClassName() !== 'tanh' || (gate !== 'sigmoid' && gate !== 'hardSigmoid')) return undefined;
  if (training && (cell.recurrentDropout > 0 || (cell.dropout > 0 && cell.dropoutFunc != null))) return undefined;
  const weights = {
    x: training && cell.dropout > 0 ? dropFeatures(x as Tensor3D, cell.dropout) : x,
    kernel: cell.kernel.read(),
    recurrent: cell.recurrentKernel.read(),
    bias: readOptional(cell.bias),
  };
  const attrs = {
    reversed: layer.goBackwards,
    sequences: layer.returnSequences,
    hard: gate === 'hardSigmoid',
  };
  const missing = (4 - (cell.units % 4)) % 4;
  if (missing === 0) return runRecurrence(recurrence, weights, attrs);
  const y = runRecurrence(recurrence, padUnits(weights, cell.units, missing), attrs);
  return slice(y, 0, [...y.shape.slice(0, -1), cell.units]);
}

/** The same layer with `more` units of zero weights, whose state stays zero: the kernels take units by fours. */
function padUnits(weights: RecurrentWeights, units: number, more: number): RecurrentWeights {
  const gates = weights.kernel.shape[1]! / units;
  const columns = (w: Tensor, rows: number): Tensor => {
    const apart = reshape(w, [-1, gates, units]);
    const wider = pad(apart, [
      [0, rows],
      [0, 0],
      [0, more],
    ]);
    return reshape(wider, [-1, gates * (units + more)]);
  };
  return {
    x: weights.x,
    kernel: columns(weights.kernel, 0),
    recurrent: columns(weights.recurrent, more),
    bias: weights.bias === null ? null : reshape(columns(weights.bias, 0), [-1]),
  };
}

/** Keras' recurrent input dropout: one mask [batch, features] for all steps. */
function dropFeatures(x: Tensor3D, rate: number): Tensor3D {
  const mask = dropout(ones([x.shape[0], x.shape[2]]) as Tensor2D, rate) as Tensor2D;
  return mul(x, expandDims(mask, 1));
}
