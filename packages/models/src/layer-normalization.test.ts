import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { layerNormalization } from './layer-normalization.js';
import { startBackend } from './start-backend.js';

beforeAll(async () => {
  await startBackend();
});

const close = (a: tf.Tensor, b: tf.Tensor): void =>
  expect(tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]).toBeLessThan(1e-5);

it.each([{ axis: 1 }, { axis: -1 }, { axis: [1, 2] }])('has the value and gradient of the stock layer: %j', (args) => {
  const x = tf.randomNormal([2, 7, 3], 1, 2, 'float32', 4);
  const weight = tf.randomNormal([2, 7, 3], 0, 1, 'float32', 5);
  const [ours, stock] = [layerNormalization(args), tfl.layers.layerNormalization(args)].map((layer) => {
    layer.apply(x);
    const shape = layer.getWeights()[0]!.shape;
    layer.setWeights([tf.randomUniform(shape, 0.5, 2, 'float32', 6), tf.randomNormal(shape, 0, 1, 'float32', 7)]);
    return tf.valueAndGrad((input: tf.Tensor) => tf.sum(tf.mul(layer.apply(input) as tf.Tensor, weight)))(x);
  });
  close(ours!.value, stock!.value);
  close(ours!.grad, stock!.grad);
});
