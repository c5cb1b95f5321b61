import { broadcast_util, type GradConfig, matMul, reshape, sum, type Tensor } from '@tensorflow/tfjs-core';

type MatMulAttrs = {
  transposeA: boolean;
  transposeB: boolean;
};

/** Sums the gradient over the batch dimensions along which the operand was broadcast. Stock leaves them in. */
function summed(gradient: Tensor, operand: Tensor): Tensor {
  const axes = broadcast_util.getReductionAxes(operand.shape.slice(0, -2), gradient.shape.slice(0, -2));
  return axes.length === 0 ? gradient : reshape(sum(gradient, axes), operand.shape);
}

/** The gradient of BatchMatMul with broadcast batches. Stock gives it a wrong shape on every backend. */
export const batchMatMulGradient: GradConfig = {
  kernelName: 'BatchMatMul',
  inputsToSave: ['a', 'b'],
  gradFunc(dys, saved, attrs) {
    const dy = dys as Tensor;
    const [a, b] = saved as [Tensor, Tensor];
    const { transposeA, transposeB } = attrs as MatMulAttrs;
    return {
      a: () => summed(transposeA ? matMul(b, dy, transposeB, true) : matMul(dy, b, false, !transposeB), a),
      b: () => summed(transposeB ? matMul(dy, a, true, transposeA) : matMul(a, dy, !transposeA, false), b),
    };
  },
};
