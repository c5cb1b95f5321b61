import type { GradConfig } from '@tensorflow/tfjs-core';
import { adamKernel } from './adam.js';
import { attentionBackwardKernel, attentionGradient, attentionKernel } from './attention.js';
import {
  BATCH_NORM,
  batchNormGradient,
  batchNormGradKernel,
  batchNormKernel,
  followKernel,
  MASKED_BATCH_NORM,
  maskedBatchNormGradient,
  maskedBatchNormKernel,
} from './batch-norm.js';
import {
  columnSumsKernel,
  conv1dFilterGradKernel,
  conv1dGradient,
  conv1dInputGradKernel,
  conv1dKernel,
} from './conv1d.js';
import { conv2dBackpropFilter, conv2dBackpropInput } from './conv2d-grad.js';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise-grad.js';
import { GATE, gateGradient, gateGradKernel, gateKernel } from './gate.js';
import { cast, identity } from './identity.js';
import type { Kernel } from './kernel.js';
import { layerNormBackwardKernel, layerNormGradient, layerNormKernel } from './layer-norm.js';
import { batchMatMul, fusedMatMul } from './mat-mul.js';
import { batchMatMulGradient } from './mat-mul-gradient.js';
import { maxPoolGrad } from './max-pool-grad.js';
import { mean } from './mean.js';
import { concat, reverse, splitV } from './movement.js';
import { multiply } from './multiply.js';
import { recurrentGradients, recurrentKernels } from './recurrent.js';
import { reluGradient, reluGradKernel } from './relu-grad.js';
import { meanGradient, spreadKernel } from './spread.js';
import { unsortedSegmentSum } from './unsorted-segment-sum.js';
import { workspaceKernel } from './workspace.js';

/** Every kernel that is registered: stock ones replaced or missing, and those of the fused layers. */
export const KERNELS: readonly Kernel[] = [
  ...[batchMatMul, fusedMatMul, conv2dBackpropFilter, conv2dBackpropInput],
  ...[depthwiseBackpropFilter, depthwiseBackpropInput, maxPoolGrad, unsortedSegmentSum],
  ...[conv1dKernel, conv1dFilterGradKernel, conv1dInputGradKernel, columnSumsKernel],
  ...[batchNormKernel, batchNormGradKernel, followKernel],
  maskedBatchNormKernel,
  ...[concat, reverse, splitV],
  ...[identity, cast, multiply, mean, spreadKernel, reluGradKernel, gateKernel, gateGradKernel],
  ...[layerNormKernel, layerNormBackwardKernel, attentionKernel, attentionBackwardKernel, adamKernel],
  workspaceKernel,
  ...recurrentKernels,
];

/** Gradients that are registered as they are. */
export const GRADIENTS: readonly GradConfig[] = [
  batchMatMulGradient,
  conv1dGradient,
  batchNormGradient,
  maskedBatchNormGradient,
  gateGradient,
  layerNormGradient,
  attentionGradient,
  ...recurrentGradients,
];

/** Gradients that fall back on the stock one, which they are given. */
export const OVER_STOCK: Readonly<Record<string, (stock: GradConfig) => GradConfig>> = {
  Mean: meanGradient,
  Relu: reluGradient,
};

/** Kernels with several results whose gradients read that of the first alone. */
export const FIRST_GRADIENT_ONLY: ReadonlySet<string> = new Set([BATCH_NORM, MASKED_BATCH_NORM, GATE]);
