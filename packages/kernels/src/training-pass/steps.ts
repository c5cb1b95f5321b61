import { add, conv2d, mul, relu, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { GATE, MIN_GATED, runGate } from '../kernels/arithmetic/gate.js';
import { hasKernel } from '../kernels/kernel.js';
import { BatchNormalization } from '../layers/batch-normalization.js';
import { readOptional } from '../layers/layer-inputs.js';
import type { LayerCall } from './layer-calls.js';

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

/** Part of a pass: one layer, or several as one kernel. */
export interface Step {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  run(inputs: Tensor[]): Tensor | Tensor[];
}

const TRAINING = { training: true };

const activationOf = (layer: layers.Layer): string | undefined =>
  (layer as layers.Layer & { activation?: { getClassName(): string } }).activation?.getClassName();

const isActivation = (layer: layers.Layer, name: string): boolean =>
  layer.getClassName() === 'Activation' && activationOf(layer) === name;

const isRelu = (layer: layers.Layer): boolean =>
  isActivation(layer, 'relu') ||
  (layer.getClassName() === 'ReLU' &&
    ((layer as layers.Layer & { maxValue?: number | null }).maxValue ?? null) === null);

const isDropout = (layer: layers.Layer): boolean => ['Dropout', 'SpatialDropout1D'].includes(layer.getClassName());

const single = ({ layer, inputs, outputs }: LayerCall): Step => ({
  inputs,
  outputs,
  run: (values) => layer.call(values.length === 1 ? values[0]! : values, TRAINING),
});

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

interface Conv2D extends layers.Layer {
  readonly kernel: LayerVariable;
  readonly bias: LayerVariable | null;
  readonly strides: [number, number];
  readonly padding: 'valid' | 'same';
  readonly dilationRate: [number, number];
  readonly dataFormat: string;
}

const isLinearConv2d = (layer: layers.Layer): layer is Conv2D =>
  layer.getClassName() === 'Conv2D' &&
  (layer as Conv2D).dataFormat === 'channelsLast' &&
  ['linear', undefined].includes(activationOf(layer));

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
 * @param result id of what the network gives.
 */
export function stepsOf(calls: readonly LayerCall[], result: number, options: TrainingPassOptions): Step[] {
  const readers = new Map<number, LayerCall[]>([[result, []]]);
  for (const call of calls) for (const id of call.inputs) readers.set(id, [...(readers.get(id) ?? []), call]);
  const maker = new Map(calls.flatMap((call) => call.outputs.map((id) => [id, call] as const)));
  const onlyReader = ({ outputs }: LayerCall): LayerCall | undefined => {
    const [reader, ...others] = outputs.length === 1 && outputs[0] !== result ? readers.get(outputs[0]!)! : [];
    return others.length === 0 ? reader : undefined;
  };
  const taken = new Set<LayerCall>();
  // Where a fused step stands: at the last of its layers, whose inputs are all there.
  const fusedAt = new Map<LayerCall, Step>();
  const fuse = (step: Step, last: LayerCall, ...others: LayerCall[]): void => {
    fusedAt.set(last, step);
    for (const call of others) taken.add(call);
  };
  for (const call of calls) {
    if (isLinearConv2d(call.layer)) fuse(convolved(call, call.layer), call);
    else if (call.layer instanceof BatchNormalization) {
      const rectified = onlyReader(call);
      const dropped = rectified && isRelu(rectified.layer) && options.dropoutMask ? onlyReader(rectified) : undefined;
      if (rectified && dropped && isDropout(dropped.layer))
        fuse(normalized(call, dropped, options), dropped, call, rectified);
      else if (rectified && isRelu(rectified.layer)) fuse(normalized(call, rectified, options), rectified, call);
      else fuse(normalized(call, call, options), call);
    } else if (call.layer.getClassName() === 'Multiply' && call.inputs.length === 2) {
      const [first, second] = call.inputs as [number, number];
      for (const [x, opened] of [[first, second] as const, [second, first] as const]) {
        const sigmoid = maker.get(opened);
        if (!sigmoid || fusedAt.has(call) || !isActivation(sigmoid.layer, 'sigmoid') || onlyReader(sigmoid) !== call)
          continue;
        fuse(gated([x, sigmoid.inputs[0]!], sigmoid, call), call, sigmoid);
      }
    }
  }
  return calls.filter((call) => !taken.has(call)).map((call) => fusedAt.get(call) ?? single(call));
}
