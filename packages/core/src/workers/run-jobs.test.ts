import { expect, it } from 'vitest';
import { SerError } from '../errors/ser-error.js';
import { runJobs } from './run-jobs.js';
import { serveJobs } from './serve-jobs.js';
import type { SquareJob } from './square-worker.fixture.js';

const worker = new URL('./square-worker.fixture.js', import.meta.url);
const setup = { offset: 0 };
const failure = (run: Promise<unknown>): Promise<Error & Partial<SerError>> =>
  run.then(
    () => expect.fail('it should fail'),
    (error) => error,
  );

it('has all jobs done, gives each result with its number, and the setup to each worker', async () => {
  const jobs = Array.from({ length: 7 }, (_, i) => i);
  for (const [threads, ahead] of [
    [1, 1],
    [3, 2],
    [9, 1],
  ] as const) {
    const results: number[] = [];
    await runJobs(jobs, {
      worker,
      setup: { offset: 7 },
      threads,
      ahead,
      onResult(result: number, index) {
        results[index] = result;
      },
    });
    expect(results).toEqual(jobs.map((job) => job * job + 7));
  }
});

it('starts nothing for no jobs', async () => {
  await runJobs([], { worker: new URL('./no-such-file.js', import.meta.url), setup, threads: 2 });
});

it('runs as many jobs at a time as there are threads', async () => {
  const gate = new SharedArrayBuffer(4);
  const jobs: SquareJob[] = Array.from({ length: 3 }, () => ({ gate, all: 3 }));
  const results: number[] = [];
  await runJobs(jobs, { worker, setup, threads: 3, onResult: (result: number) => void results.push(result) });
  expect(results).toEqual([3, 3, 3]);
});

it('passes reports on with the number of their job, before its result', async () => {
  const events: string[] = [];
  await runJobs([3, 4], {
    worker,
    setup,
    threads: 1,
    ahead: 2,
    onReport: (report: string, index) => void events.push(`${index}: ${report}`),
    onResult: (result: number, index) => void events.push(`${index}: ${result}`),
  });
  expect(events).toEqual(['0: squaring 3', '0: 9', '1: squaring 4', '1: 16']);
});

it('ends when what the listeners returned is settled', async () => {
  let open = 0;
  const listener = async (): Promise<void> => {
    open++;
    await new Promise((resolve) => setTimeout(resolve, 30));
    open--;
  };
  await runJobs([1, 2, 3], { worker, setup, threads: 2, onReport: listener, onResult: listener });
  expect(open).toBe(0);
});

it('throws the typed error of a job with code, hint and causes', async () => {
  const error = await failure(runJobs([1, { fail: 'broken' }, 3], { worker, setup, threads: 2 }));
  expect(error).toBeInstanceOf(SerError);
  expect(error).toMatchObject({ code: 'INVALID_AUDIO', message: 'broken', hint: 'Listen.' });
  expect(error.cause).toMatchObject({ message: 'deeper', cause: { message: 'deepest' } });
  expect(error.stack).toContain('square-worker.fixture');
});

it('throws other errors with their name', async () => {
  const error = await failure(runJobs([{ fail: 'plain' }], { worker, setup, threads: 1 }));
  expect(error).not.toBeInstanceOf(SerError);
  expect(error).toMatchObject({ name: 'RangeError', message: 'plain failure' });
});

it('throws what the setup of a worker throws', async () => {
  const error = await failure(runJobs([1], { worker, setup: { offset: 0, refuse: 'no SIMD' }, threads: 1 }));
  expect(error).toMatchObject({ code: 'UNSUPPORTED_PLATFORM', message: 'no SIMD' });
});

it('throws what a listener throws, and calls no listener after that', async () => {
  const mine = new Error('mine');
  for (const name of ['onResult', 'onReport']) {
    let calls = 0;
    const listener = (): void => {
      calls++;
      throw mine;
    };
    expect(await failure(runJobs([1, 2, 3, 4], { worker, setup, threads: 1, [name]: listener }))).toBe(mine);
    expect(calls).toBe(1);
  }
});

it.each([0, 3])('throws if a worker ends with exit code %i before its job is finished', async (die) => {
  const error = await failure(runJobs([{ die }], { worker, setup, threads: 1 }));
  expect(error.message).toBe(`a worker ended with exit code ${die} before it was finished`);
});

it('throws if a worker cannot start', async () => {
  const missing = new URL('./no-such-file.js', import.meta.url);
  expect((await failure(runJobs([1], { worker: missing, setup, threads: 1 }))).message).toContain('no-such-file');
});

it('throws if a job cannot be sent', async () => {
  const jobs = [() => {}];
  expect(await failure(runJobs(jobs, { worker, setup, threads: 1 }))).toMatchObject({ name: 'DataCloneError' });
});

it('stops workers at once when it is aborted, also those that wait for ever', async () => {
  const waiting: SquareJob[] = [{ waitMs: 1e8 }, { gate: new SharedArrayBuffer(4), all: 2 }];
  const aborted = async (reason?: unknown): Promise<Error> => {
    const controller = new AbortController();
    const run = runJobs(waiting, { worker, setup, threads: 2, signal: controller.signal, stopped: 'it was stopped' });
    setTimeout(() => controller.abort(reason), 20);
    return failure(run);
  };
  expect(await aborted()).toMatchObject({ code: 'ABORTED', message: 'it was stopped' });
  const mine = new Error('mine');
  expect(await aborted(mine)).toBe(mine);
});

it('starts nothing if it is aborted before', async () => {
  const signal = AbortSignal.abort();
  expect(await failure(runJobs([1], { worker, setup, threads: 1, signal }))).toMatchObject({ code: 'ABORTED' });
});

it('refuses numbers of threads and of jobs ahead that make no sense', async () => {
  for (const threads of [0, 1.5, Number.NaN])
    expect((await failure(runJobs([1], { worker, setup, threads }))).message).toContain(
      `threads must be a positive integer, got ${threads}`,
    );
  expect((await failure(runJobs([1], { worker, setup, threads: 1, ahead: 0 }))).message).toContain('ahead must be');
});

it('serveJobs runs in workers only', () => {
  expect(() => serveJobs(() => () => 1)).toThrow('this module runs in a worker only');
});
