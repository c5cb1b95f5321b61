import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { tf, use } from './backends.js';
import { relativeError, values } from './close.js';

type Call = (x: Tensor, kwargs: Record<string, unknown>) => Tensor;

/** What a layer computes on a fixed random input with fixed random weights. */
export interface LayerResult {
  readonly y: ArrayLike<number>;
  readonly dx: ArrayLike<number>;
  /** By `kernel 0`, `bias 0` …: the weight's name, and how many weights of that name came before it. */
  readonly gradients: Readonly<Record<string, ArrayLike<number>>>;
  /** Weights that are not trained, after the call. */
  readonly statistics: readonly ArrayLike<number>[];
}

export interface LayerOptions {
  training?: boolean;
  /** Scale and offset of the random weights. */
  scale?: number;
  offset?: number;
  kwargs?: () => Record<string, unknown>;
}

/** Runs a layer forwards and backwards on the current backend. */
export function runLayer(make: () => layers.Layer, shape: number[], options: LayerOptions = {}): LayerResult {
  const { training = true, scale = 0.5, offset = 0, kwargs = () => ({}) } = options;
  const layer = make();
  layer.build([null, ...shape.slice(1)]);
  layer.setWeights(
    layer.getWeights().map((w, i) =>
      tf.tensor(
        values(w.shape, 50 + i).map((v) => v * scale + offset),
        w.shape,
      ),
    ),
  );
  const weights = layer.trainableWeights.map((weight) => weight.read() as Variable);
  const x = tf.tensor(values(shape, 3), shape);
  const call = layer.call.bind(layer) as unknown as Call;
  const forward = (input: Tensor): Tensor => call(input, { training, ...kwargs() });
  const y = forward(x);
  const statistics = layer.nonTrainableWeights.map((weight) => weight.read().dataSync());
  const projection = tf.tensor(values(y.shape, 9), y.shape);
  const loss = (input: Tensor) => (): Tensor => tf.sum(tf.mul(forward(input), projection));
  const { grads } =
    weights.length === 0 ? { grads: {} as tf.NamedTensorMap } : tf.variableGrads(loss(x) as () => tf.Scalar, weights);
  const dx = tf.grad((input) => loss(input)())(x);
  return {
    y: y.dataSync(),
    dx: dx.dataSync(),
    gradients: Object.fromEntries(
      weights.map((weight, i) => [keyOf(layer.trainableWeights, i), grads[weight.name]!.dataSync()]),
    ),
    statistics,
  };
}

function keyOf(weights: readonly { originalName: string }[], index: number): string {
  const names = weights.map(({ originalName }) => originalName.slice(originalName.lastIndexOf('/') + 1));
  return `${names[index]} ${names.slice(0, index).filter((name) => name === names[index]).length}`;
}

/** The greatest error of anything in `actual`. */
export function resultError(actual: LayerResult, expected: LayerResult): number {
  const names = Object.keys(expected.gradients);
  return Math.max(
    relativeError(actual.y, expected.y),
    relativeError(actual.dx, expected.dx),
    ...names.map((name) => relativeError(actual.gradients[name]!, expected.gradients[name]!)),
    ...expected.statistics.map((value, i) => relativeError(actual.statistics[i]!, value)),
  );
}

/** The error of a layer on wasm with our kernels against `reference` (default: itself) on the cpu backend. */
export async function layerErrorAgainstCpu(
  make: () => layers.Layer,
  shape: number[],
  options: LayerOptions = {},
  reference: () => layers.Layer = make,
): Promise<number> {
  await use('cpu');
  const expected = runLayer(reference, shape, options);
  await use('wasm');
  return resultError(runLayer(make, shape, options), expected);
}
