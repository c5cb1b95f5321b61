import { expect, it } from 'vitest';
import { SampleQueue } from './sample-queue.js';

it('gives every block in order, counts what waits, and ends', async () => {
  const queue = new SampleQueue(100);
  queue.push(new Float32Array(50));
  queue.push(new Float32Array(30));
  expect(queue.waiting).toBe(0.8);
  queue.end();
  queue.push(new Float32Array(1000));
  const lengths: number[] = [];
  for await (const block of queue) lengths.push(block.length);
  expect(lengths).toEqual([50, 30]);
  expect(queue.waiting).toBe(0);
});

it('fails after what came before if more waits than may', async () => {
  const queue = new SampleQueue(10, { maxSeconds: 2, source: 'the room', hint: 'Read faster.' });
  queue.push(new Float32Array(20));
  queue.push(new Float32Array(1));
  queue.push(new Float32Array(1));
  const lengths: number[] = [];
  const read = async (): Promise<void> => {
    for await (const block of queue) lengths.push(block.length);
  };
  await expect(read()).rejects.toMatchObject({
    code: 'UNSUPPORTED_PLATFORM',
    message: 'the room is 2 s ahead of its reader',
    hint: 'Read faster.',
  });
  expect(lengths).toEqual([20, 1]);
});

it('wakes a reader that waits', async () => {
  const queue = new SampleQueue(10);
  const blocks = queue[Symbol.asyncIterator]();
  const next = blocks.next();
  queue.push(Float32Array.of(1));
  expect(await next).toEqual({ done: false, value: Float32Array.of(1) });
  const last = blocks.next();
  queue.end();
  expect((await last).done).toBe(true);
});
