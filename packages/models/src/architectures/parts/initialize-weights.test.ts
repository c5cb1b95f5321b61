import { Random } from '@ser/core';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { startBackend } from '../../backend/start-backend.js';
import { initializeWeights } from './initialize-weights.js';

beforeAll(async () => {
  await startBackend();
});

const lstm = (): tfl.LayersModel => {
  const layer = tfl.layers.bidirectional({
    layer: tfl.layers.lstm({ units: 6, returnSequences: true }),
    mergeMode: 'concat',
  });
  layer.setFastWeightInitDuringBuild(true);
  const network = tfl.sequential({ layers: [tfl.layers.inputLayer({ inputShape: [4, 5] }), layer] });
  initializeWeights(network, new Random(1));
  return network;
};

it('makes recurrent kernels orthonormal', () => {
  const [, recurrent] = lstm().getWeights();
  expect(recurrent!.shape).toEqual([6, 24]);
  const product = tf.matMul(recurrent!, recurrent!, false, true).dataSync();
  for (const [i, value] of product.entries()) expect(value).toBeCloseTo(i % 7 === 0 ? 1 : 0, 5);
});

it('opens forget gates alone', () => {
  const [, , bias] = lstm().getWeights();
  expect([...bias!.dataSync()]).toEqual(Array.from({ length: 24 }, (_, i) => (i >= 6 && i < 12 ? 1 : 0)));
});

it('gives the two directions weights of their own', () => {
  const [forward, , , backward] = lstm().getWeights();
  expect(backward!.shape).toEqual(forward!.shape);
  expect(backward!.dataSync()).not.toEqual(forward!.dataSync());
});

it('draws other kernels within the limits of Glorot and Bengio', () => {
  const network = tfl.sequential({ layers: [tfl.layers.conv1d({ filters: 20, kernelSize: 3, inputShape: [8, 10] })] });
  initializeWeights(network, new Random(1));
  const values = network.getWeights()[0]!.dataSync();
  const limit = Math.sqrt(6 / (3 * 10 + 3 * 20));
  expect(Math.max(...values)).toBeLessThanOrEqual(limit);
  expect(Math.max(...values)).toBeGreaterThan(0.95 * limit);
  expect(Math.min(...values)).toBeLessThan(-0.95 * limit);
});
