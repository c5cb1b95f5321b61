import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlow } from './install.js';

/** Ops that `@tensorflow/tfjs-core` exports as functions and that its chained API offers as methods of a tensor. */
const OPS = `abs acos acosh add all any argMax argMin asin asinh atan atan2 atanh avgPool batchToSpaceND batchNorm
  broadcastTo cast ceil clipByValue concat conv1d conv2d conv2dTranspose cos cosh cumprod cumsum depthToSpace
  depthwiseConv2d dilation2d div divNoNan dot elu equal erf euclideanNorm exp expandDims expm1 fft floor floorDiv gather
  greater greaterEqual ifft irfft isFinite isInf isNaN leakyRelu less lessEqual localResponseNormalization log log1p
  logSigmoid logSoftmax logSumExp logicalAnd logicalNot logicalOr logicalXor matMul max maxPool maximum mean min minimum
  mirrorPad mod mul neg norm notEqual oneHot onesLike pad pool pow prelu prod reciprocal relu relu6 reshape reverse rfft
  round rsqrt selu separableConv2d sigmoid sign sin sinh slice softmax softplus spaceToBatchND split sqrt square
  squaredDifference squeeze stack step stridedSlice sub sum tan tanh tile topk transpose unique unsortedSegmentSum
  unstack where zerosLike`.split(/\s+/);

type Method = (this: Tensor, ...args: unknown[]) => unknown;

/**
 * Adds the chained ops to tensors (`x.add(y)`, `x.flatten()` …), which tfjs-layers relies on. The union package
 * `@tensorflow/tfjs` does so when it is imported, `@tensorflow/tfjs-core` alone does not. Methods that exist already
 * stay as they are.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core';
 * registerChainedOps(tf);
 * tf.tensor([[1, 2]]).flatten();
 */
export function registerChainedOps(tf: TensorFlow): void {
  const ops = tf as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>>;
  const methods: Record<string, Method> = {};
  for (const name of OPS) {
    methods[name] = function (...args) {
      this.throwIfDisposed();
      return ops[name]!(this, ...args);
    };
  }
  const reshaped = (shape: (x: Tensor) => number[]): Method =>
    function () {
      return tf.reshape(this, shape(this));
    };
  const converted = (dtype: 'float32' | 'int32' | 'bool'): Method =>
    function () {
      return tf.cast(this, dtype);
    };
  Object.assign(methods, {
    flatten: reshaped((x) => [x.size]),
    as1D: reshaped((x) => [x.size]),
    asScalar: reshaped(() => []),
    toFloat: converted('float32'),
    toInt: converted('int32'),
    toBool: converted('bool'),
    asType: methods.cast,
    // A function of a list, but a method of one tensor and more.
    concat(this: Tensor, others: Tensor | Tensor[], axis?: number) {
      return tf.concat([this, ...(Array.isArray(others) ? others : [others])], axis);
    },
    stack(this: Tensor, others: Tensor | Tensor[], axis?: number) {
      return tf.stack([this, ...(Array.isArray(others) ? others : [others])], axis);
    },
    // A function whose first argument is the condition, but a method of the value.
    where(this: Tensor, condition: Tensor, other: Tensor) {
      return tf.where(condition, this, other);
    },
  });
  for (const shape of ['as2D', 'as3D', 'as4D', 'as5D']) {
    methods[shape] = function (...sizes) {
      return tf.reshape(this, sizes as number[]);
    };
  }
  for (const [name, method] of Object.entries(methods)) {
    if (!(name in tf.Tensor.prototype))
      Object.defineProperty(tf.Tensor.prototype, name, { value: method, writable: true, configurable: true });
  }
}
