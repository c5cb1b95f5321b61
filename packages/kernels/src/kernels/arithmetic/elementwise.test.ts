import { Random } from '@ser/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../../test/backends.js';
import { between, errorAgainstCpu, relativeError, values } from '../../../test/close.js';
import { installKernels } from '../../index.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

describe('Multiply with a broadcast operand equals cpu, value and gradients', () => {
  const random = new Random(5);
  for (let i = 0; i < 16; i++) {
    const large = [between(random, 1, 4), between(random, 1, 9), between(random, 1, 11)];
    const spread = large.map((size) => (random.next() < 0.5 ? 1 : size)).slice(i % 4 === 0 ? 1 : 0);
    const shapes = i % 2 === 0 ? [large, spread] : [spread, large];
    it(`[${shapes[0]}] · [${shapes[1]}]`, async () => {
      expect(await errorAgainstCpu(shapes, (a, b) => tf.mul(a!, b!))).toBeLessThan(1e-6);
    });
  }
  it('leaves integers to the stock kernel', () => {
    const product = tf.mul(
      tf.tensor2d([[1, 2, 3, 4]], undefined, 'int32'),
      tf.tensor2d([[5], [6]], undefined, 'int32'),
    );
    expect(product.dtype).toBe('int32');
    expect([...product.dataSync()]).toEqual([5, 10, 15, 20, 6, 12, 18, 24]);
  });
});

describe('gradients', () => {
  it.each([[[1]], [[1, 2]], [[0]], [[2]], [[0, 2]], [undefined]])('of the mean over %j', async (axes) => {
    expect(await errorAgainstCpu([[3, 5, 7]], (x) => tf.mean(x!, axes))).toBeLessThan(1e-6);
  });
  it('of ReLU, with zeros', async () => {
    const op = (x?: tf.Tensor): tf.Tensor => tf.relu(tf.mul(x!, tf.tensor2d([0, 1, 0, 1, 1, 0], [6, 1])));
    expect(await errorAgainstCpu([[6, 11]], op)).toBeLessThan(1e-6);
  });
});

describe('Identity and Cast share values', () => {
  it('until the last tensor with them is disposed', () => {
    const before = tf.memory().numDataBuffers;
    const x = tf.tensor1d([1, 2, 3]);
    const clone = x.clone();
    const cast = tf.cast(x, 'float32');
    expect(tf.memory().numDataBuffers).toBe(before + 1);
    x.dispose();
    expect([...clone.dataSync()]).toEqual([1, 2, 3]);
    clone.dispose();
    expect([...cast.dataSync()]).toEqual([1, 2, 3]);
    cast.dispose();
    expect(tf.memory().numDataBuffers).toBe(before);
  });
  it('and a clone of a variable keeps what it had', () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const clone = w.clone();
    w.assign(tf.tensor1d([3, 4]));
    expect([...clone.dataSync()]).toEqual([1, 2]);
  });
  it('converts where the type differs', () => {
    expect([...tf.cast(tf.tensor1d([0.5, 0, -3]), 'bool').dataSync()]).toEqual([1, 0, 1]);
    expect([...tf.cast(tf.tensor1d([1.9, -1.9]), 'int32').dataSync()]).toEqual([1, -1]);
  });
});

describe('Reverse, SplitV and Concat equal cpu', () => {
  const run = (dtype: 'float32' | 'int32' | 'bool'): number[][] => {
    const data = values([3, 4, 6], 1).map((v) => Math.round(v * 9));
    const x = tf.cast(tf.tensor(data, [3, 4, 6]), dtype);
    const results = [
      ...[0, 1, 2, -1].map((axis) => tf.reverse(x, axis)),
      tf.reverse(x, [0, 2]),
      ...tf.split(x, 3, 2),
      ...tf.split(x, [1, 3], 1),
      ...tf.split(x, [1, -1], 0),
      ...[0, 1, 2].map((axis) => tf.concat([x, tf.reverse(x, 1), x], axis)),
      tf.concat([tf.slice(x, [0, 0, 0], [3, 1, 6]), x], 1),
    ];
    return results.map((y) => Array.from(y.dataSync() as ArrayLike<number>));
  };
  it.each(['float32', 'int32', 'bool'] as const)('%s', async (dtype) => {
    await use('cpu');
    const expected = run(dtype);
    await use('wasm');
    expect(run(dtype)).toEqual(expected);
  });
  it('and their gradients', async () => {
    const op = (x?: tf.Tensor, y?: tf.Tensor): tf.Tensor => {
      const [head, tail] = tf.split(tf.concat([tf.reverse(x!, 1), y!], 2), [3, 4], 2);
      return tf.concat([tail!, head!], 2);
    };
    expect(
      await errorAgainstCpu(
        [
          [2, 5, 4],
          [2, 5, 3],
        ],
        op,
      ),
    ).toBeLessThan(1e-6);
  });
});

it('has a tanh and a sigmoid within 3e-7 of the true ones over their range', () => {
  // Through an LSTM of one step without recurrence or bias: h = σ(o)·tanh(σ(i)·tanh(g)).
  const x = Float32Array.from({ length: 400 }, (_, i) => (i - 200) / 8);
  const layerValue = tf.tidy(() => {
    const attrs = { reversed: false, sequences: false, hard: false };
    const inputs = {
      x: tf.tensor(x, [400, 1, 1]),
      kernel: tf.ones([1, 16]),
      recurrent: tf.zeros([4, 16]),
      workspace: tf.zeros([400 * 6 * 4]),
    };
    return (tf.engine().runKernel('SerLstm', inputs, attrs) as tf.Tensor).dataSync();
  });
  const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));
  const expected = Array.from(x, (v) => sigmoid(v) * Math.tanh(sigmoid(v) * Math.tanh(v))).flatMap((h) => [h, h, h, h]);
  expect(relativeError(layerValue, expected)).toBeLessThan(3e-7);
});
