import {
  engine,
  type GradConfig,
  type NamedTensorMap,
  ones,
  type Tensor,
  type Tensor1D,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Sidecar } from '../module/sidecar.js';
import { type Kernel, required, sizeOf } from './kernel.js';

export const BATCH_NORM = 'SerBatchNorm';
const PARAMETER_GRADS = 'SerBatchNormParameterGrads';
const INPUT_GRAD = 'SerBatchNormInputGrad';
const FOLLOW = 'SerFollow';

/** Rows of scratch for one value a column. */
function columnScratch(sidecar: Sidecar, columns: number, rows: number): number[] {
  const stride = (columns * 4 + 15) & ~15;
  const base = sidecar.scratch('columns', stride * rows);
  return Array.from({ length: rows }, (_, i) => base + i * stride);
}

/** [y, mean, variance] of x over all but its last dimension. */
export const batchNormKernel: Kernel = {
  name: BATCH_NORM,
  run(sidecar, inputs, attrs) {
    const x = required(inputs, 'x');
    const columns = x.shape.at(-1)!;
    const y = sidecar.output(x.shape);
    const mean = sidecar.output([columns]);
    const variance = sidecar.output([columns]);
    sidecar.routines.batchNormForward(
      ...[sidecar.pointer(x), sizeOf(x.shape) / columns, columns],
      ...[
        sidecar.pointer(required(inputs, 'gamma')),
        sidecar.pointer(required(inputs, 'beta')),
        attrs.epsilon as number,
      ],
      ...[sidecar.pointer(y), sidecar.pointer(mean), sidecar.pointer(variance), ...columnScratch(sidecar, columns, 2)],
    );
    return [y, mean, variance];
  },
};

/** [dGamma, dBeta]. */
export const batchNormParameterGradsKernel: Kernel = {
  name: PARAMETER_GRADS,
  run(sidecar, inputs, attrs) {
    const x = required(inputs, 'x');
    const columns = x.shape.at(-1)!;
    const dGamma = sidecar.output([columns]);
    const dBeta = sidecar.output([columns]);
    sidecar.routines.batchNormParameterGrads(
      ...[sidecar.pointer(x), sidecar.pointer(required(inputs, 'dy')), sizeOf(x.shape) / columns, columns],
      ...[sidecar.pointer(required(inputs, 'mean')), sidecar.pointer(required(inputs, 'variance'))],
      ...[attrs.epsilon as number, sidecar.pointer(dGamma), sidecar.pointer(dBeta)],
    );
    return [dGamma, dBeta];
  },
};

export const batchNormInputGradKernel: Kernel = {
  name: INPUT_GRAD,
  run(sidecar, inputs, attrs) {
    const x = required(inputs, 'x');
    const columns = x.shape.at(-1)!;
    const dx = sidecar.output(x.shape);
    sidecar.routines.batchNormInputGrad(
      ...[sidecar.pointer(x), sidecar.pointer(required(inputs, 'dy')), sizeOf(x.shape) / columns, columns],
      ...[sidecar.pointer(required(inputs, 'gamma')), sidecar.pointer(required(inputs, 'mean'))],
      ...[sidecar.pointer(required(inputs, 'variance')), attrs.epsilon as number],
      ...[sidecar.pointer(required(inputs, 'dGamma')), sidecar.pointer(required(inputs, 'dBeta'))],
      ...[...columnScratch(sidecar, columns, 3), sidecar.pointer(dx)],
    );
    return dx;
  },
};

/** old − (old − batch)·share, for the running statistics. */
export const followKernel: Kernel = {
  name: FOLLOW,
  run(sidecar, inputs, attrs) {
    const old = required(inputs, 'old');
    const out = sidecar.output(old.shape);
    const batch = sidecar.pointer(required(inputs, 'batch'));
    sidecar.routines.follow(
      ...[sidecar.pointer(old), batch, sizeOf(old.shape), attrs.share as number, sidecar.pointer(out)],
    );
    return out;
  },
};

export const batchNormGradient: GradConfig = {
  kernelName: BATCH_NORM,
  inputsToSave: ['x', 'gamma'],
  outputsToSave: [false, true, true],
  gradFunc(dys, saved, attrs) {
    const dy = (dys as Tensor[])[0]!;
    const [x, gamma, mean, variance] = saved as [Tensor, Tensor, Tensor, Tensor];
    const common: NamedTensorMap = { x, dy, gamma, mean, variance };
    const [dGamma, dBeta] = engine().runKernel(PARAMETER_GRADS, common, attrs) as [Tensor, Tensor];
    return {
      x: () => engine().runKernel(INPUT_GRAD, { ...common, dGamma, dBeta }, attrs) as Tensor,
      gamma: () => dGamma.clone(),
      beta: () => dBeta.clone(),
    };
  },
};

/**
 * Normalises x over all but its last dimension: [y, mean, variance]; gradients flow through y.
 * Without gamma the scale is one, without beta the offset is zero.
 */
export function runBatchNorm(
  x: Tensor,
  gamma: Tensor1D | null,
  beta: Tensor1D | null,
  epsilon: number,
): [Tensor, Tensor1D, Tensor1D] {
  const columns = x.shape.at(-1)!;
  const inputs: NamedTensorMap = { x, gamma: gamma ?? ones([columns]), beta: beta ?? zeros([columns]) };
  return engine().runKernel(BATCH_NORM, inputs, { epsilon }) as unknown as [Tensor, Tensor1D, Tensor1D];
}

/** A running statistic moved towards a batch's by a share of their difference; no gradient flows. */
export function runFollow(old: Tensor, batch: Tensor, share: number): Tensor {
  return engine().runKernel(FOLLOW, { old, batch }, { share }) as Tensor;
}
