/** Kernels that stock tfjs-wasm 4.22 lacks or has wrong, shown on the stock backend, and then with these kernels. */
import { layers } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../test/backends.js';
import { batchNormalization, conv1d, installKernels, layerNormalization, uninstallKernels } from './index.js';

/** Runs the same on the stock backend and with the kernels. */
async function both<T>(run: () => T): Promise<{ stock: T | Error; ours: T }> {
  uninstallKernels(tf);
  let stock: T | Error;
  try {
    stock = run();
  } catch (error) {
    stock = error as Error;
  }
  await installKernels(tf);
  return { stock, ours: run() };
}

const numbers = (x: tf.Tensor): number[] => Array.from(x.dataSync());

beforeAll(() => use('wasm'));
afterAll(() => uninstallKernels(tf));

describe('missing in stock', () => {
  const x = (): tf.Tensor4D => tf.ones([1, 4, 4, 1]);
  const w = (): tf.Tensor4D => tf.ones([2, 2, 1, 1]);
  it.each([
    [
      'Conv2DBackpropFilter',
      () => numbers(tf.grad((f) => tf.conv2d(x(), f as tf.Tensor4D, 1, 'valid'))(w())),
      [9, 9, 9, 9],
    ],
    [
      'DepthwiseConv2dNativeBackpropFilter',
      () => numbers(tf.grad((f) => tf.depthwiseConv2d(x(), f as tf.Tensor4D, 1, 'valid'))(w())),
      [9, 9, 9, 9],
    ],
    [
      'DepthwiseConv2dNativeBackpropInput',
      () => numbers(tf.grad((i) => tf.depthwiseConv2d(i as tf.Tensor4D, w(), 2, 'valid'))(x())),
      new Array(16).fill(1),
    ],
    [
      'UnsortedSegmentSum',
      () => numbers(tf.unsortedSegmentSum(tf.tensor1d([1, 2, 4]), tf.tensor1d([1, 0, 1], 'int32'), 2)),
      [2, 5],
    ],
  ] as const)('%s', async (name, run, expected) => {
    const { stock, ours } = await both(run as () => number[]);
    expect((stock as Error).message).toContain(`Kernel '${name}' not registered for backend 'wasm'`);
    expect(ours).toEqual(expected);
  });
});

describe('wrong in stock without an error', () => {
  it('MaxPoolGrad loses the gradient of windows that are all ≤ 0', async () => {
    const { stock, ours } = await both(() => {
      const x = tf.tensor4d([-4, -3, -2, -1], [1, 1, 4, 1]);
      return numbers(tf.grad((i) => tf.maxPool(i as tf.Tensor4D, [1, 2], [1, 2], 'valid'))(x));
    });
    expect(stock).not.toEqual([0, 1, 0, 1]);
    expect(ours).toEqual([0, 1, 0, 1]);
  });
  it('fused.matMul adds the bias once per 48-wide block of K where an operand is transposed', async () => {
    const { stock, ours } = await both(() =>
      numbers(
        tf.fused.matMul({ a: tf.ones([1, 100]), b: tf.ones([1, 100]), transposeB: true, bias: tf.tensor1d([1]) }),
      ),
    );
    expect(stock).toEqual([103]);
    expect(ours).toEqual([101]);
  });
});

describe('wrong in stock with booleans', () => {
  it('Cast to bool keeps the numbers', async () => {
    const { stock, ours } = await both(() => numbers(tf.cast(tf.tensor1d([0, 7, -2]), 'bool')));
    expect(stock).toEqual([0, 7, 254]);
    expect(ours).toEqual([0, 1, 1]);
  });
});

describe('missing in stock on every backend', () => {
  const x = (): tf.Tensor => tf.randomNormal([2, 8, 3], 0, 1, 'float32', 1);
  const finite = (values: ArrayLike<number>): boolean => Array.from(values).every(Number.isFinite);
  const inputGradient = (layer: layers.Layer): number[] => {
    const call = layer.call.bind(layer) as unknown as (x: tf.Tensor, kwargs: object) => tf.Tensor;
    layer.build([null, 8, 3]);
    return numbers(tf.grad((i) => tf.square(call(i, { training: true })))(x()));
  };
  it.each([
    [
      'causal conv1d',
      (l: typeof layers.conv1d) => l({ filters: 2, kernelSize: 2, padding: 'causal' }),
      layers.conv1d,
      conv1d,
      'CAUSAL',
    ],
    [
      'the gradient of a dilated conv1d',
      (l: typeof layers.conv1d) => l({ filters: 2, kernelSize: 2, dilationRate: 2 }),
      layers.conv1d,
      conv1d,
      'dilation',
    ],
    [
      'batch norm without scale',
      (l: typeof layers.batchNormalization) => l({ scale: false }),
      layers.batchNormalization,
      batchNormalization,
      'undefined',
    ],
    [
      'batch norm without center',
      (l: typeof layers.batchNormalization) => l({ center: false }),
      layers.batchNormalization,
      batchNormalization,
      'undefined',
    ],
    [
      'batch norm along another axis',
      (l: typeof layers.batchNormalization) => l({ axis: 1 }),
      layers.batchNormalization,
      batchNormalization,
      'must match the product',
    ],
    [
      'layer norm without scale',
      (l: typeof layers.layerNormalization) => l({ scale: false }),
      layers.layerNormalization,
      layerNormalization,
      'undefined',
    ],
  ] as const)('%s', async (_, make, stockLayer, ourLayer, reason) => {
    const build = make as unknown as (factory: unknown) => layers.Layer;
    uninstallKernels(tf);
    expect(() => inputGradient(build(stockLayer))).toThrow(reason);
    expect(finite(inputGradient(build(ourLayer)))).toBe(true);
    await installKernels(tf);
    expect(finite(inputGradient(build(ourLayer)))).toBe(true);
  });
  it('the gradient of a broadcast batched matMul', async () => {
    const { stock, ours } = await both(() =>
      numbers(tf.grad((b) => tf.matMul(tf.ones([3, 2, 2]), b as tf.Tensor3D))(tf.ones([1, 2, 2]))),
    );
    expect((stock as Error).message).toContain('does not match');
    expect(ours).toEqual([6, 6, 6, 6]);
  });
});
