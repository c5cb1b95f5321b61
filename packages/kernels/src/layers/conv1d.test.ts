import { Random } from '@ser/core';
import { layers } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../test/backends.js';
import { between } from '../../test/close.js';
import { layerErrorAgainstCpu } from '../../test/layer-error.js';
import { conv1d, installKernels } from '../index.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

describe('conv1d', () => {
  const random = new Random(4);
  for (let i = 0; i < 24; i++) {
    const padding = (['valid', 'same', 'causal'] as const)[i % 3]!;
    const dilationRate = i % 2 === 0 ? 1 : between(random, 2, 5);
    const strides = dilationRate === 1 ? between(random, 1, 3) : 1;
    const args = { filters: between(random, 1, 20), kernelSize: between(random, 1, 5), padding, dilationRate, strides };
    const shape = [2, between(random, 22, 40), between(random, 1, 18)];
    // The cpu side takes the fallback: stock ops, or slices and a product where stock has no gradient.
    it(`${JSON.stringify(args)} on [${shape}] equals ops on cpu`, async () => {
      expect(await layerErrorAgainstCpu(() => conv1d(args), shape)).toBeLessThan(1e-5);
    });
  }

  it('equals stock where stock can', async () => {
    for (const padding of ['valid', 'same'] as const) {
      for (const strides of [1, 2]) {
        const args = { filters: 7, kernelSize: 4, padding, strides, activation: 'relu' as const };
        const error = await layerErrorAgainstCpu(
          () => conv1d(args),
          [2, 19, 5],
          {},
          () => layers.conv1d(args),
        );
        expect(error).toBeLessThan(1e-5);
      }
    }
  });

  it('sees no future where it is causal', async () => {
    await use('wasm');
    const layer = conv1d({ filters: 3, kernelSize: 3, padding: 'causal', dilationRate: 2 });
    const x = tf.randomNormal([1, 12, 4]);
    const changed = tf.concat([tf.slice(x, [0, 0, 0], [1, 8, 4]), tf.zeros([1, 4, 4])], 1);
    const past = (y: tf.Tensor): ArrayLike<number> => tf.slice(y, [0, 0, 0], [1, 8, 3]).dataSync();
    expect(past(layer.apply(x) as tf.Tensor)).toEqual(past(layer.apply(changed) as tf.Tensor));
    expect(layer.computeOutputShape([null, 12, 4])).toEqual([null, 12, 3]);
  });

  it('refuses strides with dilation', () => {
    expect(() => conv1d({ filters: 1, kernelSize: 2, strides: 2, dilationRate: 2 })).toThrow(
      'strides must be 1 where dilationRate is 2, got 2',
    );
  });
});
