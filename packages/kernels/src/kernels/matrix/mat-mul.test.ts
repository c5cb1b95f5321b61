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
