import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { startBackend } from '../backend/start-backend.js';
import { dropout, spatialDropout1d } from './dropout.js';

beforeAll(async () => {
  await startBackend();
});

const masks = (layer: tfl.layers.Layer, calls: number, shape = [2, 50, 4]): number[][] =>
  Array.from({ length: calls }, () => [...(layer.apply(tf.ones(shape), { training: true }) as tf.Tensor).dataSync()]);

it('drops the given share and keeps the mean', () => {
  const [values] = masks(dropout({ rate: 0.25, seed: 1 }), 1, [100, 100, 1]);
  expect(new Set(values)).toEqual(new Set([0, Math.fround(4 / 3)]));
  expect(values!.filter((x) => x === 0).length / 1e4).toBeCloseTo(0.25, 1);
});

it('repeats its masks for the same seed, and has another in each call', () => {
  const [first, second] = masks(dropout({ rate: 0.5, seed: 1 }), 2);
  expect(second).not.toEqual(first);
  expect(masks(dropout({ rate: 0.5, seed: 1 }), 2)).toEqual([first, second]);
  expect(masks(dropout({ rate: 0.5, seed: 2 }), 1)[0]).not.toEqual(first);
  expect(masks(dropout({ rate: 0.5 }), 1)).not.toEqual(masks(dropout({ rate: 0.5 }), 1));
});

it('drops whole coefficients of a sequence', () => {
  const [values] = masks(spatialDropout1d({ rate: 0.5, seed: 3 }), 1);
  for (let clip = 0; clip < 2; clip++)
    for (let c = 0; c < 4; c++) {
      const column = Array.from({ length: 50 }, (_, t) => values![(clip * 50 + t) * 4 + c]);
      expect(new Set(column).size).toBe(1);
    }
  expect(new Set(values)).toEqual(new Set([0, 2]));
});

it('does nothing in prediction', () => {
  const x = tf.ones([2, 3]);
  expect((dropout({ rate: 0.5, seed: 1 }).apply(x) as tf.Tensor).dataSync()).toEqual(x.dataSync());
});

it('does as the stock layer with a noise shape', () => {
  const [values] = masks(dropout({ rate: 0.5, seed: 1, noiseShape: [1, 50, 4] }), 1);
  expect(values!.slice(0, 200)).toEqual(values!.slice(200));
});

it('is saved as the stock layer, and comes back from it', () => {
  const model = tfl.sequential({
    layers: [tfl.layers.inputLayer({ inputShape: [4] }), dropout({ rate: 0.5, seed: 9 })],
  });
  const [, config] = (model.getConfig() as { layers: { className: string; config: object }[] }).layers;
  expect(config).toMatchObject({ className: 'Dropout', config: { rate: 0.5, seed: 9 } });
});
