import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { tf, use } from '../../test/backends.js';
import { relativeError, values } from '../../test/close.js';
import { adam, installKernels } from '../index.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

function train(optimizer: tf.AdamOptimizer, steps: number): ArrayLike<number> {
  const w = tf.variable(tf.tensor(values([5, 7], 1), [5, 7]));
  const x = tf.tensor(values([4, 5], 2), [4, 5]) as tf.Tensor2D;
  for (let i = 0; i < steps; i++) {
    optimizer.minimize(() => tf.mean(tf.square(tf.sub(tf.matMul(x, w as never), 1))) as tf.Scalar, false, [w]);
  }
  return w.dataSync();
}

it('takes the steps of tf.train.adam', async () => {
  const options = { learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-6 };
  const stock = train(tf.train.adam(0.01, 0.8, 0.95, 1e-6), 20);
  expect(relativeError(train(adam(options), 20), stock)).toBeLessThan(1e-5);
  expect(relativeError(train(adam(), 20), train(tf.train.adam(), 20))).toBeLessThan(1e-5);
  await use('cpu');
  expect(relativeError(train(adam(options), 20), stock)).toBeLessThan(1e-5);
  await use('wasm');
});

it('leaves values that others share untouched', () => {
  const mine = tf.tensor1d([1, 2, 3]);
  const w = tf.variable(mine);
  const before = w.clone();
  const optimizer = adam({ learningRate: 0.1 });
  optimizer.minimize(() => tf.sum(tf.square(w)) as tf.Scalar, false, [w]);
  const after = w.clone();
  optimizer.minimize(() => tf.sum(tf.square(w)) as tf.Scalar, false, [w]);
  expect([...mine.dataSync()]).toEqual([1, 2, 3]);
  expect([...before.dataSync()]).toEqual([1, 2, 3]);
  expect(after.dataSync()[0]).toBeCloseTo(0.9, 5);
  expect(w.dataSync()[0]).toBeLessThan(0.85);
});

it('carries its state over to the stock optimizer and back', async () => {
  const ours = adam({ learningRate: 0.05 });
  const w = tf.variable(tf.tensor1d([1, -2]));
  const step = (optimizer: tf.AdamOptimizer): void => {
    optimizer.minimize(() => tf.sum(tf.square(w)) as tf.Scalar, false, [w]);
  };
  step(ours);
  step(ours);
  const stock = tf.train.adam(0.05);
  await stock.setWeights((await ours.getWeights()).map(({ name, tensor }) => ({ name, tensor: tensor.clone() })));
  const start = w.dataSync().slice();
  step(ours);
  const expected = w.dataSync().slice();
  w.assign(tf.tensor1d(start));
  step(stock);
  expect(relativeError(w.dataSync(), expected)).toBeLessThan(1e-6);
  expect(ours.getClassName()).toBe('Adam');
});

it('trains stock convolutions, whose filters XNNPACK keeps packed', async () => {
  const build = (): tfl.LayersModel =>
    tfl.sequential({
      layers: [
        tfl.layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 7, 2] }),
        tfl.layers.flatten(),
        tfl.layers.dense({ units: 2, activation: 'softmax' }),
      ],
    });
  const losses = async (optimizer: tf.Optimizer): Promise<number[]> => {
    const model = build();
    model.setWeights(
      model.getWeights().map((w, i) =>
        tf.tensor(
          values(w.shape, i).map((v) => v / 4),
          w.shape,
        ),
      ),
    );
    model.compile({ optimizer, loss: 'categoricalCrossentropy' });
    const x = tf.tensor(values([3, 8, 7, 2], 8), [3, 8, 7, 2]);
    const y = tf.tensor2d([1, 0, 0, 1, 1, 0], [3, 2]);
    const history: number[] = [];
    for (let i = 0; i < 8; i++) history.push((await model.trainOnBatch(x, y)) as number);
    return history;
  };
  const ours = await losses(adam({ learningRate: 0.02 }));
  const stock = await losses(tf.train.adam(0.02));
  expect(relativeError(ours, stock)).toBeLessThan(1e-5);
  expect(ours[7]).toBeLessThan(ours[0]! / 2);
});
