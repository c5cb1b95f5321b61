type Args = readonly number[];
type Routine = (...args: Args) => void;

/** What the WebAssembly module exports; every argument is a number, pointers are byte offsets (see assembly/). */
export interface KernelExports {
  readonly adam: Routine;
  readonly addWindows: Routine;
  readonly attentionBackward: Routine;
  readonly attentionForward: Routine;
  readonly batchNormForward: Routine;
  readonly batchNormInputGrad: Routine;
  readonly batchNormParameterGrads: Routine;
  readonly columnSums: Routine;
  readonly copyStrips: Routine;
  readonly cropTime: Routine;
  readonly depthwiseFilterGrad: Routine;
  readonly depthwiseInputGrad: Routine;
  readonly follow: Routine;
  readonly gemm: Routine;
  readonly gemmScratchBytes: () => number;
  readonly gruBackward: Routine;
  readonly gruForward: Routine;
  readonly layerNormBackward: Routine;
  readonly layerNormForward: Routine;
  readonly lstmBackward: Routine;
  readonly lstmForward: Routine;
  readonly maxPoolGrad: Routine;
  readonly multiplySpread: Routine;
  readonly packB: Routine;
  readonly packedBytes: (k: number, n: number) => number;
  readonly padTime: Routine;
  readonly reluGrad: Routine;
  readonly reverseRows: Routine;
  readonly segmentSum: Routine;
  readonly simpleRnnBackward: Routine;
  readonly simpleRnnForward: Routine;
  readonly spread: Routine;
  readonly toBatchMajor: Routine;
  readonly windows: Routine;
  readonly winogradFilterGrad: Routine;
  readonly winogradForward: Routine;
  readonly winogradKernel: Routine;
  readonly winogradPlaneBytes: (n: number) => number;
  readonly winogradTableBytes: (channels: number) => number;
}
