import * as tf from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { requireBackend, startBackend } from './start-backend.js';

it('says what to do before a backend runs', () => {
  expect(() => requireBackend()).toThrow('TensorFlow.js has no running backend');
});

it('leaves the error handlers of the process as they were, and prints nothing', async () => {
  const printed = (['log', 'info', 'warn', 'error'] as const).map((level) => vi.spyOn(console, level));
  const own = (): void => {};
  process.on('uncaughtException', own);
  const handlers = () => [process.listeners('uncaughtException'), process.listeners('unhandledRejection')];
  const before = handlers();
  expect(await startBackend()).toBe('wasm');
  expect(handlers()).toEqual(before);
  process.removeListener('uncaughtException', own);
  for (const spy of printed) expect(spy.mock.calls).toEqual([]);
});

it('starts wasm and gives tensors their methods', async () => {
  expect(await startBackend()).toBe('wasm');
  expect(tf.getBackend()).toBe('wasm');
  expect(() => requireBackend()).not.toThrow();
  const x = tf.tensor2d([1, 2, 3, 4], [2, 2]) as tf.Tensor & Record<string, (...args: unknown[]) => tf.Tensor>;
  expect([...x.flatten!().dataSync()]).toEqual([1, 2, 3, 4]);
  expect([...x.sum!(0).dataSync()]).toEqual([4, 6]);
  expect([...x.matMul!(x).dataSync()]).toEqual([7, 10, 15, 22]);
  expect(x.concat!(x, 1).shape).toEqual([2, 4]);
  expect(x.stack!(x, 0).shape).toEqual([2, 2, 2]);
  expect([...x.where!(tf.tensor2d([1, 0, 0, 1], [2, 2], 'bool'), tf.zerosLike(x)).dataSync()]).toEqual([1, 0, 0, 4]);
});

it('starts cpu when asked, and wasm again', async () => {
  expect(await startBackend({ backend: 'cpu' })).toBe('cpu');
  expect(tf.getBackend()).toBe('cpu');
  expect(await startBackend({ backend: 'wasm' })).toBe('wasm');
  expect(tf.getBackend()).toBe('wasm');
});

it('refuses backends that it does not know', async () => {
  await expect(startBackend({ backend: 'webgl' as 'wasm' })).rejects.toThrow(
    'backend must be auto, wasm or cpu, got "webgl"',
  );
});
