// The module imports the linear memory of the tfjs-wasm backend and owns none: no statics, no allocation.
export { adam } from './adam';
export { attentionBackward, attentionForward } from './attention';
export { batchNormBackward, batchNormForward, batchNormInference, batchNormScratch } from './batch-norm';
export { addWindows, cropTime, depthwiseFilterGrad, depthwiseInputGrad, padTime, windows } from './conv';
export {
  copyStrips,
  follow,
  gateBackward,
  gateForward,
  meanOver,
  multiplySpread,
  rectify,
  reluGrad,
  reverseRows,
  spread,
} from './elementwise';
export { columnSums, gemm, gemmScratchBytes } from './gemm';
export { gruBackward, gruForward } from './gru';
export { layerNormBackward, layerNormForward } from './layer-norm';
export { packB, packedBytes } from './pack';
export { maxPoolGrad } from './pool';
export { lstmBackward, lstmForward, simpleRnnBackward, simpleRnnForward, toBatchMajor } from './recurrent';
export { segmentSum } from './segment';
export { twoTapsFilterGrad, twoTapsForward, twoTapsKernel, twoTapsPlaneBytes, twoTapsZeroBytes } from './two-taps';
export {
  winogradFilterGrad,
  winogradForward,
  winogradKernel,
  winogradPlaneBytes,
  winogradTableBytes,
} from './winograd';
export { winograd2dFilterGrad, winograd2dForward, winograd2dPlaneBytes } from './winograd-2d';
export { winograd2dKernel, winograd2dTableBytes } from './winograd-2d-tiles';
