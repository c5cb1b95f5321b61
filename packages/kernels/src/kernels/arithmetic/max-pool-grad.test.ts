import { Random } from '@ser/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../../test/backends.js';
import { between, errorAgainstCpu } from '../../../test/close.js';
import { installKernels } from '../../index.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

describe('MaxPoolGrad equals cpu', () => {
  const random = new Random(3);
  for (let i = 0; i < 10; i++) {
    const shape = [2, between(random, 5, 15), between(random, 5, 15), between(random, 1, 9)];
    const [size, strides] = [between(random, 2, 4), between(random, 1, 3)];
    const pad = i % 2 === 0 ? 'same' : 'valid';
    it(`[${shape}] windows of ${size} every ${strides}, ${pad}`, async () => {
      // Shifted below zero, where stock gives no gradient at all.
      const op = (x?: tf.Tensor): tf.Tensor => tf.maxPool(tf.sub(x!, i % 3) as tf.Tensor4D, size, strides, pad);
      expect(await errorAgainstCpu([shape], op)).toBeLessThan(1e-5);
    });
  }
});
