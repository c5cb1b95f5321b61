import { Random } from '@ser/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../../test/backends.js';
import { between, errorAgainstCpu, relativeError, values } from '../../../test/close.js';
import { installKernels } from '../../index.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

describe('BatchMatMul', () => {
  const random = new Random(1);
  const size = (): number => between(random, 1, 70);
  for (let i = 0; i < 16; i++) {
    const [m, k, n, batch] = [size(), i % 4 === 0 ? 300 : size(), size(), between(random, 1, 3)];
    const [transposeA, transposeB] = [random.next() < 0.5, random.next() < 0.5];
    const a = transposeA ? [batch, k, m] : [batch, m, k];
    const b = transposeB ? [batch, n, k] : [batch, k, n];
    it(`[${a}]${transposeA ? 'ᵀ' : ''} · [${b}]${transposeB ? 'ᵀ' : ''} equals cpu with its gradients`, async () => {
      expect(await errorAgainstCpu([a, b], (x, y) => tf.matMul(x!, y!, transposeA, transposeB))).toBeLessThan(1e-5);
    });
  }

  it.each([
    [
      [3, 1, 4, 6],
      [2, 6, 5],
    ],
    [
      [1, 7, 3],
      [4, 3, 2],
    ],
    [
      [2, 5, 9],
      [9, 4],
    ],
  ])('broadcasts %j over %j, value and gradients', async (a, b) => {
    const full = tf.broadcast_util.assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2));
    const tiled = (x: tf.Tensor): tf.Tensor => tf.broadcastTo(x, [...full, ...x.shape.slice(-2)]);
    const error = await errorAgainstCpu(
      [a, b],
      (x, y) => tf.matMul(x!, y!),
      (x, y) => tf.matMul(tiled(x!), tiled(y!)),
    );
    expect(error).toBeLessThan(1e-5);
  });
});

describe('few rows', () => {
  for (const [k, n] of [
    [5, 15],
    [5, 16],
    [128, 40],
    [300, 33],
    [520, 47],
  ] as const)
    it(`have the values that they have among many, with a bias and without: [·, ${k}] · [${k}, ${n}]`, () => {
      const [x, y] = [tf.tensor2d(values([7, k], 1), [7, k]), tf.tensor2d(values([k, n], 2), [k, n])];
      const bias = tf.tensor1d(values([n], 3));
      for (const product of [
        (a: tf.Tensor2D): tf.Tensor => tf.matMul(a, y),
        (a: tf.Tensor2D): tf.Tensor => tf.fused.matMul({ a, b: y, bias }),
      ]) {
        const all = product(x).dataSync();
        for (const rows of [1, 2, 3]) {
          const some = product(tf.slice(x, [0, 0], [rows, k])).dataSync();
          expect(relativeError(some, all.slice(0, rows * n))).toBeLessThan(1e-6);
        }
      }
    });
});

it('refuses integers, as stock does', () => {
  const integers = tf.tensor2d([[1, 2]], undefined, 'int32');
  expect(() =>
    tf.engine().runKernel('BatchMatMul', { a: integers, b: integers }, { transposeA: false, transposeB: true }),
  ).toThrow('float32');
});

it('is zero over an empty inner dimension', () => {
  expect([...tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 3])).dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
});

describe('_FusedMatMul', () => {
  const product = (activation: tf.fused.Activation, transposeB: boolean): Float32Array =>
    tf.tidy(() => {
      const a = tf.tensor(values([9, 100], 1), [9, 100]) as tf.Tensor2D;
      const b = tf.tensor(values([100, 7], 2), [100, 7]) as tf.Tensor2D;
      return tf.fused
        .matMul({
          a,
          b: transposeB ? (tf.transpose(b) as tf.Tensor2D) : b,
          transposeB,
          bias: tf.tensor1d(values([7], 3)),
          activation,
          ...(activation === 'prelu' ? { preluActivationWeights: tf.tensor(values([7], 4), [7]) } : {}),
          leakyreluAlpha: 0.3,
        })
        .dataSync() as Float32Array;
    });
  for (const activation of ['linear', 'relu', 'relu6', 'prelu', 'leakyrelu', 'sigmoid', 'elu'] as const) {
    it.each([false, true])(`${activation} with a bias, transposeB %s`, async (transposeB) => {
      await use('cpu');
      const expected = product(activation, transposeB);
      await use('wasm');
      expect(relativeError(product(activation, transposeB), expected)).toBeLessThan(1e-5);
    });
  }
});
