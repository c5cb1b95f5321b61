import { invalidArgument } from '@ser/core';
import {
  engine,
  type GradConfig,
  type NamedAttrMap,
  type NamedTensorMap,
  ones,
  type Tensor,
  type Tensor1D,
  type TensorInfo,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Sidecar } from '../../module/sidecar.js';
import { type Inputs, type Kernel, required, sizeOf } from '../kernel.js';

export const BATCH_NORM = 'SerBatchNorm';
export const MASKED_BATCH_NORM = 'SerMaskedBatchNorm';
const GRAD = 'SerBatchNormGrad';
const FOLLOW = 'SerFollow';

type BatchNormAttrs = {
  readonly epsilon: number;
  /** True if a ReLU follows. */
  readonly relu: boolean;
};

type FollowAttrs = {
  readonly row: number;
  readonly share: number;
};

/** Columns that a batch norm needs at least: the routines take four at a time. */
export const MIN_COLUMNS = 4;

/** x as the kernels see it: rows of `columns` values, `middle` of them for each row of the mask. */
interface Geometry {
  readonly outer: number;
  readonly middle: number;
  readonly columns: number;
}

function geometryOf(x: TensorInfo, mask: TensorInfo | undefined): Geometry {
  const columns = x.shape.at(-1)!;
  const rows = sizeOf(x.shape) / columns;
  if (columns < MIN_COLUMNS) throw invalidArgument('x', x.shape, `of ${MIN_COLUMNS} columns or more`);
  const outer = mask ? sizeOf(mask.shape) / columns : 1;
  if (mask && (mask.shape.at(-1) !== columns || rows % outer !== 0))
    throw invalidArgument('mask', mask.shape, `[rows, …, ${columns}] for x of [${x.shape}]`);
  return { outer, middle: rows / outer, columns };
}

/** Returns the arguments that all three routines share. */
function given(
  sidecar: Sidecar,
  inputs: Inputs,
  attrs: NamedAttrMap,
  named: readonly string[],
): {
  readonly x: TensorInfo;
  readonly columns: number;
  readonly scratch: number;
  readonly sizes: number[];
  readonly rest: number[];
} {
  const x = required(inputs, 'x');
  const { outer, middle, columns } = geometryOf(x, inputs.mask);
  const { epsilon, relu } = attrs as BatchNormAttrs;
  const mask = inputs.mask ? sidecar.pointer(required(inputs, 'mask')) : 0;
  return {
    x,
    columns,
    scratch: sidecar.scratch('columns', 4 * sidecar.routines.batchNormScratch(columns)),
    sizes: [outer, middle, columns],
    rest: [
      ...named.map((name) => sidecar.pointer(required(inputs, name, name === 'statistics' ? [4, columns] : [columns]))),
      ...[epsilon, relu ? 0 : Number.NEGATIVE_INFINITY, mask],
    ],
  };
}

/** [y, statistics] of x over all but its last dimension; see assembly/batch-norm.ts for the rows of the statistics. */
export const batchNormKernel: Kernel = {
  name: BATCH_NORM,
  run(sidecar, inputs, attrs) {
    const { x, columns, scratch, sizes, rest } = given(sidecar, inputs, attrs, ['gamma', 'beta']);
    const y = sidecar.output(x.shape);
    const statistics = sidecar.output([4, columns]);
    sidecar.routines.batchNormForward(
      ...[sidecar.pointer(x), ...sizes, ...rest],
      ...[sidecar.pointer(y), sidecar.pointer(statistics), scratch],
    );
    return [y, statistics];
  },
};

export const maskedBatchNormKernel: Kernel = { ...batchNormKernel, name: MASKED_BATCH_NORM };

/** [dx, dGamma, dBeta]. */
export const batchNormGradKernel: Kernel = {
  name: GRAD,
  run(sidecar, inputs, attrs) {
    const { x, columns, scratch, sizes, rest } = given(sidecar, inputs, attrs, ['statistics']);
    const outputs = [sidecar.output(x.shape), sidecar.output([columns]), sidecar.output([columns])];
    const [dx, dGamma, dBeta] = outputs.map((output) => sidecar.pointer(output));
    sidecar.routines.batchNormBackward(
      ...[sidecar.pointer(x), sidecar.pointer(required(inputs, 'dy', x.shape)), ...sizes, ...rest],
      ...[dGamma!, dBeta!, scratch, dx!],
    );
    return outputs;
  },
};

/** old − (old − row)·share, for the running statistics: `row` is one of the batch's statistics. */
export const followKernel: Kernel = {
  name: FOLLOW,
  run(sidecar, inputs, attrs) {
    const old = required(inputs, 'old');
    const out = sidecar.output(old.shape);
    const { row, share } = attrs as FollowAttrs;
    const size = sizeOf(old.shape);
    const batch = sidecar.pointer(required(inputs, 'statistics', [4, size])) + 4 * row * size;
    sidecar.routines.follow(...[sidecar.pointer(old), batch, size, share, sidecar.pointer(out)]);
    return out;
  },
};

function gradientOf(kernelName: string, inputsToSave: string[]): GradConfig {
  return {
    kernelName,
    inputsToSave,
    outputsToSave: [false, true],
    gradFunc(dys, saved, attrs) {
      const names = [...inputsToSave, 'statistics'];
      const common: NamedTensorMap = Object.fromEntries(names.map((name, i) => [name, saved[i]!]));
      common.dy = (dys as Tensor[])[0]!;
      const [dx, dGamma, dBeta] = engine().runKernel(GRAD, common, attrs) as [Tensor, Tensor, Tensor];
      return { x: () => dx, gamma: () => dGamma, beta: () => dBeta };
    },
  };
}

export const batchNormGradient: GradConfig = gradientOf(BATCH_NORM, ['x']);
export const maskedBatchNormGradient: GradConfig = gradientOf(MASKED_BATCH_NORM, ['x', 'mask']);

/** Operations that follow the normalization in the same pass. */
export interface Following {
  /** ReLU. */
  readonly relu?: boolean | undefined;
  /** Factors [rows, 1, …, columns] for each row of the batch, e.g. of a spatial dropout; no gradient flows to them. */
  readonly mask?: Tensor | undefined;
}

/**
 * Normalizes x over all but its last dimension: y, through which gradients flow, and statistics for `runFollow`.
 * Without gamma the scale is one, without beta the offset is zero.
 */
export function runBatchNorm(
  x: Tensor,
  gamma: Tensor1D | null,
  beta: Tensor1D | null,
  epsilon: number,
  { relu = false, mask }: Following = {},
): { readonly y: Tensor; readonly statistics: Tensor } {
  const columns = x.shape.at(-1)!;
  const inputs: NamedTensorMap = { x, gamma: gamma ?? ones([columns]), beta: beta ?? zeros([columns]) };
  const [y, statistics] = (mask
    ? engine().runKernel(MASKED_BATCH_NORM, { ...inputs, mask }, { epsilon, relu })
    : engine().runKernel(BATCH_NORM, inputs, { epsilon, relu })) as unknown as [Tensor, Tensor];
  return { y, statistics };
}

/** A running mean or variance moved towards a batch's by a share of their difference; no gradient flows. */
export function runFollow(old: Tensor, statistics: Tensor, which: 'mean' | 'variance', share: number): Tensor {
  return engine().runKernel(FOLLOW, { old, statistics }, { row: which === 'mean' ? 0 : 1, share }) as Tensor;
}
