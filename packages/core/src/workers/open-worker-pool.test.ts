import { afterEach, describe, expect, it } from 'vitest';
import { openWorkerPool, type WorkerPool } from './open-worker-pool.js';
import type { SquareJob } from './square-worker.fixture.js';

const worker = new URL('./square-worker.fixture.js', import.meta.url);

let pool: WorkerPool<SquareJob, number>;
const open = async (threads: number): Promise<void> => {
  pool = await openWorkerPool({ worker, setup: { offset: 1 }, threads });
};
afterEach(() => pool?.close());

describe('openWorkerPool', () => {
  it('has jobs done by workers that stay', async () => {
    await open(2);
    expect(await Promise.all([1, 2, 3, 4, 5].map((job) => pool.run(job)))).toEqual([2, 5, 10, 17, 26]);
    expect(await pool.run(6)).toBe(37);
  });

  it('has as many jobs done at a time as there are workers, and counts those that are not finished', async () => {
    await open(3);
    const gate = new SharedArrayBuffer(4);
    const jobs = Array.from({ length: 3 }, () => pool.run({ gate, all: 3 }));
    expect(pool.open).toBe(3);
    expect(await Promise.all(jobs)).toEqual([3, 3, 3]);
    expect(pool.open).toBe(0);
  });

  it('throws the typed error of a job, and does the next', async () => {
    await open(1);
    await expect(pool.run({ fail: 'broken' })).rejects.toMatchObject({ code: 'INVALID_AUDIO', hint: 'Listen.' });
    await expect(pool.run((() => {}) as never)).rejects.toMatchObject({ name: 'DataCloneError' });
    expect(await pool.run(2)).toBe(5);
  });

  it('replaces a worker that ends, whose job fails', async () => {
    await open(1);
    const dying = pool.run({ die: 3 });
    const waiting = pool.run(2);
    await expect(dying).rejects.toThrow('a worker ended with exit code 3 before it was finished');
    expect(await waiting).toBe(5);
  });

  it('ends a job that is aborted with the reason, whether it is at work or waits', async () => {
    await open(1);
    const reason = new Error('too slow');
    const stop = new AbortController();
    const never = pool.run({ waitMs: 1e8 }, { signal: stop.signal });
    const waiting = pool.run(3, { signal: stop.signal });
    const other = pool.run(2);
    stop.abort(reason);
    await expect(never).rejects.toBe(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(await other).toBe(5);
    await expect(pool.run(1, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('finishes what it has taken when it is closed, and takes no more', async () => {
    await open(1);
    const jobs = [pool.run({ waitMs: 50 }), pool.run(4)];
    const closing = pool.close();
    await expect(pool.run(1)).rejects.toMatchObject({ code: 'ABORTED' });
    expect((await Promise.all(jobs))[1]).toBe(17);
    await closing;
  });

  it('throws what the setup throws, and leaves no worker', async () => {
    const refuse = openWorkerPool({ worker, setup: { offset: 0, refuse: 'no SIMD' }, threads: 2 });
    await expect(refuse).rejects.toMatchObject({ code: 'UNSUPPORTED_PLATFORM', message: 'no SIMD' });
    const missing = openWorkerPool({ worker: new URL('./no-such-file.js', import.meta.url), setup: 0, threads: 1 });
    await expect(missing).rejects.toThrow('no-such-file');
    await expect(openWorkerPool({ worker, setup: { offset: 0 }, threads: 0 })).rejects.toThrow('threads must be');
  });
});
