import { expect, it } from 'vitest';
import { MeteredQueue } from './metered-queue.js';

it('measures the share of the time in which its reader works', async () => {
  let now = 0;
  const loads: number[] = [];
  const queue = new MeteredQueue(
    100,
    (share) => loads.push(share),
    () => now,
  );
  const blocks = queue[Symbol.asyncIterator]();
  for (let i = 0; i < 4; i++) {
    const next = blocks.next();
    now += 450;
    queue.push(new Float32Array(10));
    await next;
    now += 150;
  }
  // The reader waits for 4 · 450 ms of the 2250 ms up to the last block, and works for 3 · 150 ms.
  expect(loads).toHaveLength(1);
  expect(loads[0]).toBeCloseTo(450 / 2250, 12);
});

it('says what to do if its reader is too slow', async () => {
  const queue = new MeteredQueue(10, () => {});
  queue.push(new Float32Array(301));
  const blocks = queue[Symbol.asyncIterator]();
  expect((await blocks.next()).value).toHaveLength(301);
  await expect(blocks.next()).rejects.toMatchObject({
    code: 'UNSUPPORTED_PLATFORM',
    message: 'the sound is 30 s ahead of its reader',
    hint: 'Close other programs, or use a faster device.',
  });
});
