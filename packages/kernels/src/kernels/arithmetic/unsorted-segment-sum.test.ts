import { beforeAll, expect, it } from 'vitest';
import { tf, use } from '../../../test/backends.js';
import { errorAgainstCpu } from '../../../test/close.js';
import { installKernels } from '../../index.js';

beforeAll(async () => {
  await use('wasm');
  await installKernels(tf);
});

it('sums rows by segment and leaves out negative ids', async () => {
  const op = (x?: tf.Tensor): tf.Tensor => tf.unsortedSegmentSum(x!, tf.tensor1d([2, 0, -1, 2, 1], 'int32'), 4);
  expect(await errorAgainstCpu([[5, 3, 2]], op)).toBeLessThan(1e-6);
});

it('is the gradient of gather', async () => {
  const op = (x?: tf.Tensor): tf.Tensor => tf.gather(x!, tf.tensor1d([3, 1, 1, 0, 3, 3], 'int32'), 1);
  expect(await errorAgainstCpu([[2, 5, 3]], op)).toBeLessThan(1e-6);
});

it('sums integers as integers', () => {
  const sums = tf.unsortedSegmentSum(tf.tensor1d([1, 2, 4], 'int32'), tf.tensor1d([1, 0, 1], 'int32'), 2);
  expect([sums.dtype, ...sums.dataSync()]).toEqual(['int32', 2, 5]);
});
