// The module imports the linear memory of the tfjs-wasm backend and owns none: no statics, no allocation.
export { adam } from './adam';
export { attentionBackward, attentionForward } from './attention';
export { addWindows, cropTime, depthwiseFilterGrad, depthwiseInputGrad, padTime, windows } from './conv';
export { copyStrips, follow, multiplySpread, reluGrad, reverseRows, spread } from './elementwise';
export { columnSums, gemm, gemmScratchBytes } from './gemm';
export {
  batchNormForward,
  batchNormInputGrad,
  batchNormParameterGrads,
  layerNormBackward,
  layerNormForward,
} from './norm';
export { gruBackward, gruForward } from './gru';
export { packB, packedBytes } from './pack';
export { maxPoolGrad } from './pool';
export { lstmBackward, lstmForward, simpleRnnBackward, simpleRnnForward, toBatchMajor } from './recurrent';
export { segmentSum } from './segment';
export {
  winogradFilterGrad,
  winogradForward,
  winogradKernel,
  winogradPlaneBytes,
  winogradTableBytes,
} from './winograd';
