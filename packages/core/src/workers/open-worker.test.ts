import { afterEach, expect, it } from 'vitest';
import { type JobWorker, openWorker } from './open-worker.js';
import type { SquareJob } from './square-worker.fixture.js';

const worker = new URL('./square-worker.fixture.js', import.meta.url);
let opened: JobWorker<SquareJob, number>;
const open = (setup: { offset: number; refuse?: string } = { offset: 0 }): JobWorker<SquareJob, number> => {
  opened = openWorker({ worker, setup, closed: 'it is closed' });
  return opened;
};
afterEach(() => opened.close());

it('does one job after the other, and the next after one that fails', async () => {
  const { run } = open({ offset: 1 });
  const failing = run({ fail: 'no sound' });
  const results = Promise.all([run(2), run({ waitMs: 20 }), run(3)]);
  await expect(failing).rejects.toMatchObject({ code: 'INVALID_AUDIO', message: 'no sound', hint: 'Listen.' });
  expect(await results).toEqual([5, 20, 10]);
});

it('ends each job with what went wrong in the setup', async () => {
  const { run } = open({ offset: 0, refuse: 'no SIMD' });
  for (const job of [1, 2])
    await expect(run(job)).rejects.toMatchObject({ code: 'UNSUPPORTED_PLATFORM', message: 'no SIMD' });
});

it('hands buffers over, and copies the others', async () => {
  const { run } = open();
  const [given, kept] = [Float32Array.of(1, 2), Float32Array.of(3, 4)];
  expect(await run({ sum: given }, { transfer: [given.buffer] })).toBe(3);
  expect(await run({ sum: kept })).toBe(7);
  expect([given.length, kept.length]).toEqual([0, 2]);
});

it('gives up a job in hand with the reason of the caller, stops it, and does the next', async () => {
  const { run } = open();
  const controller = new AbortController();
  const reason = new Error('closed by the user');
  const stopped = new Int32Array(new SharedArrayBuffer(4));
  const job = run({ untilStopped: stopped }, { signal: controller.signal });
  const next = run(4);
  setTimeout(() => controller.abort(reason), 20);
  await expect(job).rejects.toBe(reason);
  expect(await next).toBe(16);
  expect(stopped[0]).toBe(1);
});

it('never begins a job that is given up while it waits', async () => {
  const { run } = open();
  const controller = new AbortController();
  const counter = new Int32Array(new SharedArrayBuffer(4));
  const first = run({ waitMs: 50 });
  const waiting = run({ untilStopped: counter }, { signal: controller.signal, stopped: 'the job was stopped' });
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'ABORTED', message: 'the job was stopped' });
  await expect(run(1, { signal: controller.signal, stopped: 'not begun' })).rejects.toThrow('not begun');
  expect([await first, await run(3), counter[0]]).toEqual([50, 9, 0]);
});

it('rejects what is not done when it is closed, and what comes after', async () => {
  const { run, close } = open();
  const jobs = [run({ waitMs: 60_000 }), run(2)];
  const rejected = Promise.allSettled(jobs);
  await close();
  for (const result of await rejected)
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'INVALID_ARGUMENT', message: 'it is closed' } });
  await expect(run(2)).rejects.toThrow('it is closed');
});

it('rejects jobs when the worker ends by itself or cannot start', async () => {
  const { run } = open();
  const jobs = Promise.allSettled([run({ die: 3 }), run(2)]);
  for (const result of await jobs)
    expect(result).toMatchObject({ reason: { message: expect.stringContaining('a worker ended with exit code 3') } });
  opened = openWorker({ worker: new URL('./no-such-file.js', import.meta.url), setup: undefined });
  await expect(opened.run(1)).rejects.toThrow('no-such-file.js');
});
