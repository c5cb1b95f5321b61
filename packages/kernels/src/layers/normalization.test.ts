import { layers } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../test/backends.js';
import { layerErrorAgainstCpu, resultError, runLayer } from '../../test/layer-error.js';
import { batchNormalization, installKernels, layerNormalization } from '../index.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

const SHAPES = [
  [6, 9],
  [3, 11, 8],
  [2, 4, 5, 7],
];
const OFF = [
  { scale: false, center: true },
  { scale: true, center: false },
  { scale: false, center: false },
];
const weights = { scale: 0.4, offset: 1 };

describe('batchNormalization', () => {
  it.each(SHAPES)('equals stock on cpu in training, [%i, %i, …]', async (...shape) => {
    const args = { momentum: 0.9 };
    const stock = (): layers.Layer => layers.batchNormalization(args);
    expect(await layerErrorAgainstCpu(() => batchNormalization(args), shape, weights, stock)).toBeLessThan(1e-5);
  });
  it('equals stock in inference', async () => {
    const options = { ...weights, training: false };
    const stock = (): layers.Layer => layers.batchNormalization();
    expect(await layerErrorAgainstCpu(() => batchNormalization(), [3, 5, 4], options, stock)).toBeLessThan(1e-5);
  });
  it('trains along another axis as stock does along the last of the transpose', async () => {
    const swapped = (): layers.Layer => {
      const layer = layers.batchNormalization();
      const call = layer.call.bind(layer) as (x: tf.Tensor, kwargs: unknown) => tf.Tensor;
      const build = layer.build.bind(layer);
      layer.build = ([batch, first, second]) => build([batch, second, first] as number[]);
      layer.call = ((x: tf.Tensor, kwargs: unknown) =>
        tf.transpose(call(tf.transpose(x, [0, 2, 1]), kwargs), [0, 2, 1])) as typeof layer.call;
      return layer;
    };
    expect(await layerErrorAgainstCpu(() => batchNormalization({ axis: 1 }), [3, 5, 4], weights, swapped)).toBeLessThan(
      1e-5,
    );
  });
  it.each(OFF)('trains with %j as stock does with the weight at its neutral value', async (args) => {
    await expectNeutral(
      () => batchNormalization(args),
      () => layers.batchNormalization(),
      args,
      [3, 11, 6],
    );
  });
});

/** Checks a layer without gamma or beta, fused and from ops, against stock with gamma at 1 or beta at 0. */
async function expectNeutral(
  make: () => layers.Layer,
  stock: () => layers.Layer,
  args: { scale: boolean; center: boolean },
  shape: number[],
): Promise<void> {
  const neutral = (): layers.Layer => {
    const layer = stock();
    const set = layer.setWeights.bind(layer);
    layer.setWeights = (given) => {
      // `given` are fixed random values by position; ours has fewer weights, so its positions move up.
      const trained = +args.scale + +args.center;
      const gamma = args.scale ? given[0]! : tf.onesLike(given[0]!);
      const beta = args.center ? given[trained - 1]! : tf.zerosLike(given[1]!);
      set([gamma, beta, ...given.slice(2).map((_, i) => given[trained + i]!)]);
    };
    return layer;
  };
  await use('cpu');
  const expected = runLayer(neutral, shape, weights);
  const composed = runLayer(make, shape, weights);
  await use('wasm');
  const fused = runLayer(make, shape, weights);
  for (const result of [composed, fused]) {
    const gradients = Object.fromEntries(
      Object.keys(result.gradients).map((name) => [name, expected.gradients[name]!]),
    );
    expect(resultError(result, { ...expected, gradients })).toBeLessThan(1e-5);
  }
}

describe('layerNormalization', () => {
  it.each(SHAPES)('equals stock on cpu, [%i, %i, …]', async (...shape) => {
    const stock = (): layers.Layer => layers.layerNormalization();
    expect(await layerErrorAgainstCpu(() => layerNormalization(), shape, weights, stock)).toBeLessThan(1e-5);
  });
  it.each([{ axis: 1 }, { axis: [1, 2] }])('equals stock along other axes: %j', async (args) => {
    const stock = (): layers.Layer => layers.layerNormalization(args);
    expect(await layerErrorAgainstCpu(() => layerNormalization(args), [3, 5, 4], weights, stock)).toBeLessThan(1e-5);
  });
  it.each(OFF)('trains with %j as stock does with the weight at its neutral value', async (args) => {
    await expectNeutral(
      () => layerNormalization(args),
      () => layers.layerNormalization(),
      args,
      [3, 5, 6],
    );
  });
});
