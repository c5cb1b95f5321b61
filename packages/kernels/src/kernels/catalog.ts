import type { GradConfig } from '@tensorflow/tfjs-core';
import { adamKernel } from './arithmetic/adam.js';
import { attentionBackwardKernel, attentionGradient, attentionKernel } from './arithmetic/attention.js';
import { GATE, gateGradient, gateGradKernel, gateKernel } from './arithmetic/gate.js';
import { maxPoolGrad } from './arithmetic/max-pool-grad.js';
import { mean } from './arithmetic/mean.js';
import { multiply } from './arithmetic/multiply.js';
import { reluGradient, reluGradKernel } from './arithmetic/relu-grad.js';
import { meanGradient, spreadKernel } from './arithmetic/spread.js';
import { unsortedSegmentSum } from './arithmetic/unsorted-segment-sum.js';
import {
  columnSumsKernel,
  conv1dFilterGradKernel,
  conv1dGradient,
  conv1dInputGradKernel,
  conv1dKernel,
} from './convolution/conv1d.js';
import { conv2d, fusedConv2d } from './convolution/conv2d.js';
import { conv2dBackpropFilter, conv2dBackpropInput } from './convolution/conv2d-grad.js';
import { prepareConv2dKernel, preparedConv2dKernel } from './convolution/conv2d-prepared.js';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './convolution/depthwise-grad.js';
import type { Kernel } from './kernel.js';
import { batchMatMul, fusedMatMul } from './matrix/mat-mul.js';
import { batchMatMulGradient } from './matrix/mat-mul-gradient.js';
import { cast, identity } from './movement/identity.js';
import { concat, reverse, splitV } from './movement/movement.js';
import {
  BATCH_NORM,
  batchNormGradient,
  batchNormGradKernel,
  batchNormKernel,
  followKernel,
  MASKED_BATCH_NORM,
  maskedBatchNormGradient,
  maskedBatchNormKernel,
} from './normalization/batch-norm.js';
import { fusedBatchNorm } from './normalization/fused-batch-norm.js';
import { layerNormBackwardKernel, layerNormGradient, layerNormKernel } from './normalization/layer-norm.js';
import { recurrentGradients, recurrentKernels } from './recurrent/recurrent.js';
import { workspaceKernel } from './workspace.js';

/** Every kernel that is registered: stock ones replaced or missing, and those of the fused layers. */
export const KERNELS: readonly Kernel[] = [
  ...[batchMatMul, fusedMatMul, conv2d, fusedConv2d, conv2dBackpropFilter, conv2dBackpropInput],
  ...[prepareConv2dKernel, preparedConv2dKernel],
  ...[depthwiseBackpropFilter, depthwiseBackpropInput, maxPoolGrad, unsortedSegmentSum],
  ...[conv1dKernel, conv1dFilterGradKernel, conv1dInputGradKernel, columnSumsKernel],
  ...[batchNormKernel, batchNormGradKernel, followKernel, fusedBatchNorm],
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

/** Gradients that fall back on the stock one, which they receive. */
export const OVER_STOCK: Readonly<Record<string, (stock: GradConfig) => GradConfig>> = {
  Mean: meanGradient,
  Relu: reluGradient,
};

/** Kernels with several results whose gradients read that of the first alone. */
export const FIRST_GRADIENT_ONLY: ReadonlySet<string> = new Set([BATCH_NORM, MASKED_BATCH_NORM, GATE]);
