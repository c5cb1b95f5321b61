import { describe, expect, it } from 'vitest';
import { SampleQueue } from './sample-queue.js';

describe('SampleQueue', () => {
  it('gives every block in order, counts what waits, and ends', async () => {
    const queue = new SampleQueue(100, () => {});
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

  it('fails after what came before if more than 30 s wait', async () => {
    const queue = new SampleQueue(10, () => {});
    queue.push(new Float32Array(300));
    queue.push(new Float32Array(1));
    const lengths: number[] = [];
    const read = async (): Promise<void> => {
      for await (const block of queue) lengths.push(block.length);
    };
    await expect(read()).rejects.toMatchObject({ code: 'UNSUPPORTED_PLATFORM' });
    expect(lengths).toEqual([300, 1]);
  });

  it('measures the share of the time in which its reader works', async () => {
    let now = 0;
    const loads: number[] = [];
    const queue = new SampleQueue(
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
});
