import { setTimeout } from 'node:timers/promises';
import { SerError } from '../errors/ser-error.js';
import { serveJobs } from './serve-jobs.js';

/** A job of the worker that the tests start: a number to square, or something that goes wrong. */
export type SquareJob =
  | number
  | { readonly fail: string }
  | { readonly die: number }
  | { readonly waitMs: number }
  | { readonly untilStopped: Int32Array }
  | { readonly sum: Float32Array }
  | { readonly gate: SharedArrayBuffer; readonly all: number };

serveJobs(async ({ offset, refuse }: { offset: number; refuse?: string }) => {
  await setTimeout(1);
  if (refuse) throw new SerError('UNSUPPORTED_PLATFORM', refuse);
  return async (job: SquareJob, report: (text: string) => void, signal: AbortSignal): Promise<number> => {
    if (typeof job === 'number') {
      report(`squaring ${job}`);
      return job * job + offset;
    }
    if ('fail' in job) {
      if (job.fail === 'plain') throw new RangeError('plain failure');
      throw new SerError('INVALID_AUDIO', job.fail, {
        hint: 'Listen.',
        cause: new Error('deeper', { cause: 'deepest' }),
      });
    }
    if ('die' in job) process.exit(job.die);
    if ('gate' in job) {
      // Waits, as workers of a shared batch do, until all are here.
      const cell = new Int32Array(job.gate);
      Atomics.add(cell, 0, 1);
      Atomics.notify(cell, 0);
      for (let here = Atomics.load(cell, 0); here < job.all; here = Atomics.load(cell, 0)) Atomics.wait(cell, 0, here);
      return Atomics.load(cell, 0);
    }
    if ('sum' in job) return job.sum.reduce((total, value) => total + value, 0);
    if ('untilStopped' in job) {
      while (!signal.aborted) await setTimeout(1);
      return Atomics.add(job.untilStopped, 0, 1);
    }
    await setTimeout(job.waitMs);
    return job.waitMs;
  };
});
