import { broadcast_util, type NamedTensorInfoMap, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { matrix, multiplyPacked, pack } from '../../module/gemm.js';
import type { Sidecar } from '../../module/sidecar.js';
import { anyInput, type Kernel, required, sizeOf } from '../kernel.js';
import { runStock } from '../stock.js';

type MatMulAttrs = {
  transposeA: boolean;
  transposeB: boolean;
};

/** out[…, M, N] = op(a)·op(b) (+ bias [N]), batches broadcast. */
function matMul(sidecar: Sidecar, a: TensorInfo, b: TensorInfo, attrs: MatMulAttrs, bias?: TensorInfo): TensorInfo {
  util.assert(a.shape.length >= 2 && b.shape.length >= 2, () => `matMul of shapes [${a.shape}] and [${b.shape}]`);
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const m = attrs.transposeA ? columnsA : rowsA;
  const n = attrs.transposeB ? rowsB : columnsB;
  const [innerA, innerB] = [attrs.transposeA ? rowsA : columnsA, attrs.transposeB ? columnsB : rowsB];
  util.assert(
    innerA === innerB,
    () =>
      `Error in matMul: inner shapes (${innerA}) and (${innerB}) of Tensors with shapes ${a.shape} and ${b.shape} and ` +
      `transposeA=${attrs.transposeA} and transposeB=${attrs.transposeB} must match.`,
  );
  const batchA = a.shape.slice(0, -2);
  const batchB = b.shape.slice(0, -2);
  const batch = broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
  const out = sidecar.output([...batch, m, n]);
  const strideA = batchStrides(batchA, batch, rowsA * columnsA);
  const strideB = batchStrides(batchB, batch, rowsB * columnsB);
  const pa = sidecar.pointer(a);
  const pb = sidecar.pointer(b);
  const pc = sidecar.pointer(out);
  if (columnsA * rowsA === 0) sidecar.zero(out);
  const count = sizeOf(batch);
  let packed = 0;
  let packedFrom = -1;
  for (let i = 0; i < count; i++) {
    const left = pa + 4 * offsetOf(i, batch, strideA);
    const right = pb + 4 * offsetOf(i, batch, strideB);
    if (right !== packedFrom) {
      packed = pack(sidecar, matrix(right, rowsB, columnsB, attrs.transposeB));
      packedFrom = right;
    }
    const target = { pointer: pc + 4 * i * m * n, bias: bias ? sidecar.pointer(bias) : 0 };
    multiplyPacked(sidecar, matrix(left, rowsA, columnsA, attrs.transposeA), packed, n, target);
  }
  return out;
}

/** Elements between neighbors along each batch dimension; 0 where the operand is broadcast. */
function batchStrides(shape: readonly number[], batch: readonly number[], matrixSize: number): number[] {
  const strides = new Array<number>(batch.length).fill(0);
  let stride = matrixSize;
  for (let i = shape.length - 1; i >= 0; i--) {
    const dim = shape[i]!;
    if (dim > 1) strides[batch.length - shape.length + i] = stride;
    stride *= dim;
  }
  return strides;
}

function offsetOf(index: number, batch: readonly number[], strides: readonly number[]): number {
  let offset = 0;
  for (let i = batch.length - 1; i >= 0; i--) {
    offset += (index % batch[i]!) * strides[i]!;
    index = Math.floor(index / batch[i]!);
  }
  return offset;
}

/** Stock: scalar where an operand is transposed or batched. */
export const batchMatMul: Kernel = {
  name: 'BatchMatMul',
  run(sidecar, inputs, attrs, stock) {
    const [a, b] = [anyInput(inputs, 'a'), anyInput(inputs, 'b')];
    // Stock takes no other type either, and says so.
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return stock();
    return matMul(sidecar, a, b, attrs as MatMulAttrs);
  },
};

type FusedMatMulAttrs = MatMulAttrs & {
  activation: string;
  leakyreluAlpha?: number;
};

/** Stock kernels that apply what fused.matMul calls an activation. */
const ACTIVATIONS: ReadonlyMap<string, string> = new Map([
  ['relu', 'Relu'],
  ['relu6', 'Relu6'],
  ['prelu', 'Prelu'],
  ['leakyrelu', 'LeakyRelu'],
  ['sigmoid', 'Sigmoid'],
  ['elu', 'Elu'],
]);

/** Stock: adds the bias once per 48-wide block of K where an operand is transposed, and reads past the end of a short one. */
export const fusedMatMul: Kernel = {
  name: '_FusedMatMul',
  run(sidecar, inputs, attributes, stock) {
    const attrs = attributes as FusedMatMulAttrs;
    const [a, b] = [anyInput(inputs, 'a'), anyInput(inputs, 'b')];
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return stock();
    const bias = inputs.bias ? required(inputs, 'bias', [null]) : undefined;
    const activation = attrs.activation ?? 'linear';
    const name = ACTIVATIONS.get(activation);
    if (name === undefined && activation !== 'linear') throw new Error(`fused.matMul has no activation ${activation}`);
    const columns = b.shape.at(attrs.transposeB ? -2 : -1);
    const inner = b.shape.at(attrs.transposeB ? -1 : -2);
    const fused = bias?.shape[0] === columns && inner !== 0 ? bias : undefined;
    let result = matMul(sidecar, a, b, attrs, fused);
    const replace = (kernelName: string, given: NamedTensorInfoMap, alpha = 0): void => {
      const next = runStock(kernelName, given, { alpha });
      sidecar.dispose(result);
      result = next;
    };
    // A bias of one value, or one that does not fit, which Add refuses.
    if (bias && !fused) replace('Add', { a: result, b: bias });
    if (activation === 'prelu') replace('Prelu', { x: result, alpha: required(inputs, 'preluActivationWeights') });
    else if (name !== undefined) replace(name, { x: result }, attrs.leakyreluAlpha);
    return result;
  },
};
