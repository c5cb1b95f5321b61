import { add, conv2d, mul, relu, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { GATE, MIN_GATED, runGate } from '../kernels/arithmetic/gate.js';
import { hasKernel } from '../kernels/kernel.js';
import { BatchNormalization } from '../layers/batch-normalization.js';
import { readOptional } from '../layers/layer-inputs.js';
import { type LayerCall, wiringOf } from './layer-calls.js';
import { type Conv2D, isActivation, isDropout, isLinearConv2d, isRelu } from './layer-kinds.js';
import { Fusion, type Step } from './steps.js';

/** Options of `trainingPass`. */
export interface TrainingPassOptions {
  /**
   * The factors that a dropout layer multiplies its input with in this pass, of the input's shape or broadcast to it;
   * undefined where it drops nothing. With it, dropout after batch norm and ReLU becomes part of their kernel; without
   * it each layer draws its own.
   */
  dropoutMask?: (layer: layers.Layer, input: Tensor) => Tensor | undefined;
  /** True for passes that move the running statistics of batch norm; every pass by default. */
  followsStatistics?: () => boolean;
}

const TRAINING = { training: true };

/** Batch norm and what follows it up to `last`: ReLU and, if there is one, dropout of whole columns. */
function normalized(norm: LayerCall, last: LayerCall, { dropoutMask, followsStatistics }: TrainingPassOptions): Step {
  const layer = norm.layer as BatchNormalization;
  const isRectified = last !== norm;
  const drops = isDropout(last.layer);
  return {
    inputs: norm.inputs,
    outputs: last.outputs,
    run([x]) {
      const mask = drops ? dropoutMask!(last.layer, x!) : undefined;
      const isColumnMask = mask?.shape.every((size, i) => size === (i === 0 || i === mask.rank - 1 ? x!.shape[i] : 1));
      const fused = layer.trainFused(x!, {
        relu: isRectified,
        mask: isColumnMask ? mask : undefined,
        follows: followsStatistics?.() ?? true,
      });
      const plain = (): Tensor => layer.call(x!, TRAINING) as Tensor;
      const y = fused ?? (isRectified ? relu(plain()) : plain());
      return mask && !(fused && isColumnMask) ? mul(y, mask) : y;
    },
  };
}

/** x·sigmoid(z). */
const gated = (inputs: readonly [x: number, z: number], sigmoid: LayerCall, product: LayerCall): Step => ({
  inputs,
  outputs: product.outputs,
  run([x, z]) {
    const isFused =
      hasKernel(GATE) && x!.size >= MIN_GATED && x!.dtype === 'float32' && `${x!.shape}` === `${z!.shape}`;
    return isFused ? runGate(x!, z!) : product.layer.call([x!, sigmoid.layer.call(z!, TRAINING) as Tensor], TRAINING);
  },
});

/** The op that stock fuses computes the gradient of its input even for pictures, of which none is asked. */
const convolved = ({ inputs, outputs }: LayerCall, layer: Conv2D): Step => ({
  inputs,
  outputs,
  run([x]) {
    const kernel = layer.kernel.read() as Tensor4D;
    const y = conv2d(x as Tensor4D, kernel, layer.strides, layer.padding, 'NHWC', layer.dilationRate);
    const bias = readOptional(layer.bias);
    return bias ? add(y, bias) : y;
  },
});

/**
 * The calls as steps, with what follows a batch norm and gates taken together where nobody else reads what lies between.
 *
 * @param results ids of what the network gives.
 */
export function trainingSteps(
  calls: readonly LayerCall[],
  results: readonly number[],
  options: TrainingPassOptions,
): Step[] {
  const { maker, onlyReader } = wiringOf(calls, results);
  const fusion = new Fusion();
  for (const call of calls) {
    if (isLinearConv2d(call.layer)) fusion.add(convolved(call, call.layer), call);
    else if (call.layer instanceof BatchNormalization) {
      const rectified = onlyReader(call);
      const dropped = rectified && isRelu(rectified.layer) && options.dropoutMask ? onlyReader(rectified) : undefined;
      if (rectified && dropped && isDropout(dropped.layer))
        fusion.add(normalized(call, dropped, options), dropped, call, rectified);
      else if (rectified && isRelu(rectified.layer)) fusion.add(normalized(call, rectified, options), rectified, call);
      else fusion.add(normalized(call, call, options), call);
    } else if (call.layer.getClassName() === 'Multiply' && call.inputs.length === 2) {
      const [first, second] = call.inputs as [number, number];
      for (const [x, opened] of [[first, second] as const, [second, first] as const]) {
        const sigmoid = maker(opened);
        if (!sigmoid || fusion.has(call) || !isActivation(sigmoid.layer, 'sigmoid') || onlyReader(sigmoid) !== call)
          continue;
        fusion.add(gated([x, sigmoid.inputs[0]!], sigmoid, call), call, sigmoid);
      }
    }
  }
  return fusion.steps(calls, true);
}
