import { Random } from '@ser/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../../test/backends.js';
import { between, errorAgainstCpu } from '../../../test/close.js';
import { installKernels } from '../../index.js';
import { convInfo } from './conv-geometry.js';
import { suitsWinograd2d } from './conv2d-winograd.js';

type T4 = tf.Tensor4D;

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

describe('convolution of pictures by minimal filtering', () => {
  const random = new Random(5);
  for (let i = 0; i < 12; i++) {
    const pad = (['same', 'valid', 1, 2] as const)[i % 4]!;
    const image = [between(random, 3, 4), between(random, 9, 13), between(random, 9, 13), 8 * between(random, 2, 6)];
    const filter = [3, 3, image[3]!, 8 * between(random, 2, 6)];
    it(`[${image}] · [${filter}] ${pad} and its gradients equal cpu`, async () => {
      expect(suitsWinograd2d(convInfo(image, filter, { strides: 1, pad, dimRoundingMode: 'floor' }))).toBe(true);
      const op = (x?: tf.Tensor, w?: tf.Tensor): tf.Tensor =>
        tf.conv2d(x as T4, w as T4, 1, pad, 'NHWC', 1, typeof pad === 'number' ? 'floor' : undefined);
      expect(await errorAgainstCpu([image, filter], op)).toBeLessThan(1.2e-5);
    });
  }

  for (let i = 0; i < 12; i++) {
    const pad = (['same', 'valid', 0] as const)[i % 3]!;
    // Outputs of 11 and 12, 15 and 16: at most one row and column of the last tiles is past them.
    const side = (): number =>
      2 * (4 * between(random, 3, 4) - between(random, 0, 1)) + (pad === 'same' ? 0 : between(random, 1, 2));
    const image = [between(random, 2, 3), side(), side(), 8 * between(random, 2, 6)];
    const filter = [3, 3, image[3]!, 8 * between(random, 2, 6)];
    it(`[${image}] · [${filter}] ${pad} at stride 2 and its gradients equal cpu`, async () => {
      expect(suitsWinograd2d(convInfo(image, filter, { strides: 2, pad, dimRoundingMode: 'floor' }))).toBe(true);
      const op = (x?: tf.Tensor, w?: tf.Tensor): tf.Tensor =>
        tf.conv2d(x as T4, w as T4, 2, pad, 'NHWC', 1, typeof pad === 'number' ? 'floor' : undefined);
      expect(await errorAgainstCpu([image, filter], op)).toBeLessThan(1.2e-5);
    });
  }

  it('takes a bias', async () => {
    const op = (x?: tf.Tensor, w?: tf.Tensor, bias?: tf.Tensor): tf.Tensor =>
      tf.fused.conv2d({ x: x as T4, filter: w as T4, strides: 1, pad: 'same', bias: bias! });
    expect(await errorAgainstCpu([[2, 16, 12, 16], [3, 3, 16, 24], [24]], op)).toBeLessThan(1e-5);
  });

  it('is left where it saves too little', () => {
    const suits = (image: number[], filter: number[], more: object = {}): boolean =>
      suitsWinograd2d(convInfo(image, filter, { strides: 1, pad: 'same', ...more }));
    expect(suits([8, 10, 4, 32], [3, 3, 32, 32])).toBe(true);
    expect(suits([8, 20, 8, 32], [3, 3, 32, 32], { strides: 2 })).toBe(true);
    expect(suits([8, 21, 8, 32], [3, 3, 32, 32], { strides: 2 })).toBe(false);
    expect(suits([8, 20, 8, 32], [3, 3, 32, 32], { strides: [2, 1] })).toBe(false);
    expect(suits([8, 10, 4, 32], [3, 3, 32, 32], { strides: 2 })).toBe(false);
    expect(suits([8, 36, 36, 32], [3, 3, 32, 32], { strides: 3 })).toBe(false);
    expect(suits([8, 10, 4, 32], [3, 3, 32, 32], { dilations: 2 })).toBe(false);
    expect(suits([8, 10, 4, 32], [3, 2, 32, 32])).toBe(false);
    expect(suits([8, 10, 4, 8], [3, 3, 8, 32])).toBe(false);
    expect(suits([8, 10, 4, 32], [3, 3, 32, 20])).toBe(false);
    expect(suits([8, 10, 4, 32], [3, 3, 32, 264])).toBe(false);
    expect(suits([2, 10, 4, 32], [3, 3, 32, 32])).toBe(false);
    expect(suits([32, 5, 1, 32], [3, 3, 32, 32])).toBe(false);
  });
});
