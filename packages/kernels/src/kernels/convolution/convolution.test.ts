import { Random } from '@ser/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { tf, use } from '../../../test/backends.js';
import { between, errorAgainstCpu } from '../../../test/close.js';
import { installKernels } from '../../index.js';

type T3 = tf.Tensor3D;
type T4 = tf.Tensor4D;
const PADS = ['same', 'valid'] as const;

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

describe('convolution gradients equal cpu', () => {
  const random = new Random(2);
  for (let i = 0; i < 10; i++) {
    const [batch, steps, channels, filters] = [
      2,
      between(random, 12, 40),
      between(random, 1, 21),
      between(random, 1, 21),
    ];
    const [taps, stride, pad] = [between(random, 1, 6), between(random, 1, 3), PADS[i % 2]!];
    it(`conv1d [${batch}, ${steps}, ${channels}] · [${taps}, ${channels}, ${filters}] stride ${stride} ${pad}`, async () => {
      const op = (x?: tf.Tensor, w?: tf.Tensor): tf.Tensor => tf.conv1d(x as T3, w as T3, stride, pad);
      expect(
        await errorAgainstCpu(
          [
            [batch, steps, channels],
            [taps, channels, filters],
          ],
          op,
        ),
      ).toBeLessThan(1e-5);
    });
  }
  for (let i = 0; i < 10; i++) {
    const image = [2, between(random, 6, 14), between(random, 6, 14), between(random, 1, 7)];
    const filter = [between(random, 1, 4), between(random, 1, 4), image[3]!, between(random, 1, 9)];
    const [strides, pad] = [[between(random, 1, 2), between(random, 1, 2)] as [number, number], PADS[i % 2]!];
    it(`conv2d [${image}] · [${filter}] strides ${strides} ${pad}`, async () => {
      const op = (x?: tf.Tensor, w?: tf.Tensor): tf.Tensor => tf.conv2d(x as T4, w as T4, strides, pad);
      expect(await errorAgainstCpu([image, filter], op)).toBeLessThan(1e-5);
    });
  }
  for (let i = 0; i < 8; i++) {
    const image = [2, between(random, 6, 12), between(random, 6, 12), between(random, 1, 6)];
    const filter = [between(random, 1, 4), between(random, 1, 4), image[3]!, between(random, 1, 3)];
    const [stride, pad] = [between(random, 1, 2), PADS[i % 2]!];
    it(`depthwise [${image}] · [${filter}] stride ${stride} ${pad}`, async () => {
      const op = (x?: tf.Tensor, w?: tf.Tensor): tf.Tensor => tf.depthwiseConv2d(x as T4, w as T4, stride, pad);
      expect(await errorAgainstCpu([image, filter], op)).toBeLessThan(1e-5);
    });
  }
  it('conv2d with explicit padding', async () => {
    const pad: tf.backend_util.ExplicitPadding = [
      [0, 0],
      [2, 1],
      [0, 3],
      [0, 0],
    ];
    const op = (x?: tf.Tensor, w?: tf.Tensor): tf.Tensor => tf.conv2d(x as T4, w as T4, 1, pad);
    expect(
      await errorAgainstCpu(
        [
          [2, 7, 8, 3],
          [3, 3, 3, 4],
        ],
        op,
      ),
    ).toBeLessThan(1e-5);
  });
  it('conv2dTranspose', async () => {
    const op = (x?: tf.Tensor, w?: tf.Tensor): tf.Tensor =>
      tf.conv2dTranspose(x as T4, w as T4, [2, 16, 12, 4], 2, 'same');
    expect(
      await errorAgainstCpu(
        [
          [2, 8, 6, 5],
          [3, 3, 4, 5],
        ],
        op,
      ),
    ).toBeLessThan(1e-5);
  });
});
