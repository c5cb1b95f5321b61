import { abortError } from '../errors/abort.js';
import { invalidArgument } from '../errors/invalid-argument.js';
import type { Answer, Order } from './messages.js';
import { errorFrom } from './plain-error.js';
import { startWorker, type WorkerHandle, type WorkerSource } from './platform.js';

/** Options of {@link runJobs}. */
export interface RunJobsOptions<Setup, Result, Report> {
  /** The worker's code, a module that calls {@link serveJobs}. */
  readonly worker: WorkerSource;
  /** Given to each worker before its first job; what a message can carry. */
  readonly setup: Setup;
  /** Most workers at a time, at least 1. */
  readonly threads: number;
  /** Jobs that a worker holds at a time, at least 1: with 2, it need not wait for the next. 1 by default. */
  readonly ahead?: number | undefined;
  /** Receives the result of each job as it ends, in any order. */
  readonly onResult?: ((result: Result, index: number) => void | Promise<void>) | undefined;
  /** Receives what a job reports while it runs. */
  readonly onReport?: ((report: Report, index: number) => void | Promise<void>) | undefined;
  /** Ends all workers at once when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Message of the `ABORTED` error, e.g. `training was stopped`. */
  readonly stopped?: string | undefined;
}

/**
 * Has jobs done by workers, each taking the next job when it is free. Ends when all jobs have ended and what `onResult`
 * and `onReport` returned is settled. The first failure ends all workers. No worker is left running in any case.
 *
 * @param jobs what the workers receive; what messages can carry.
 * @throws what a job, `onResult` or `onReport` threw: a `SerError` keeps code, hint and cause; the signal's reason as
 *   {@link abortError} gives it; an error if a worker cannot start or ends early.
 * @example
 * const squares: number[] = [];
 * await runJobs([1, 2, 3], {
 *   worker: new URL('./square-worker.js', import.meta.url),
 *   setup: undefined,
 *   threads: 2,
 *   onResult(square: number, index) {
 *     squares[index] = square;
 *   },
 * });
 * squares; // [1, 4, 9]
 */
export async function runJobs<Setup, Job, Result, Report = never>(
  jobs: readonly Job[],
  { worker, setup, threads, ahead = 1, onResult, onReport, signal, stopped }: RunJobsOptions<Setup, Result, Report>,
): Promise<void> {
  for (const [name, value] of Object.entries({ threads, ahead }))
    if (!Number.isSafeInteger(value) || value < 1) throw invalidArgument(name, value, 'a positive integer');
  if (signal?.aborted) throw abortError(signal, stopped);
  const workers: WorkerHandle[] = [];
  const settled = new AbortController();
  try {
    await new Promise<void>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(abortError(signal, stopped)), { signal: settled.signal });
      let next = 0;
      let done = 0;
      /** Calls of `onResult` and `onReport` that are not settled. */
      let open = 0;
      const listen = async (call: () => void | Promise<void> | undefined): Promise<void> => {
        if (settled.signal.aborted) return;
        open++;
        try {
          await call();
        } catch (error) {
          settled.abort();
          reject(error);
        }
        open--;
        if (done === jobs.length && open === 0) resolve();
      };
      const start = (): void => {
        const handle = startWorker(worker);
        workers.push(handle);
        const held: number[] = [];
        const give = (): void => {
          if (next >= jobs.length) return;
          held.push(next);
          handle.send({ kind: 'job', job: jobs[next++] } satisfies Order);
        };
        handle.onEnd(reject);
        handle.receive((message) => {
          const answer = message as Answer;
          const index = held[0]!;
          if (answer.kind === 'failure') reject(errorFrom(answer.error));
          else if (answer.kind === 'report') void listen(() => onReport?.(answer.report as Report, index));
          else if (answer.kind === 'result')
            void listen(() => {
              held.shift();
              give();
              done++;
              return onResult?.(answer.result as Result, index);
            });
        });
        handle.send({ kind: 'setup', setup } satisfies Order);
        for (let i = 0; i < ahead; i++) give();
      };
      if (jobs.length === 0) resolve();
      else for (let i = 0; i < Math.min(threads, jobs.length); i++) start();
    });
  } finally {
    settled.abort();
    await Promise.all(workers.map((handle) => handle.stop()));
  }
}
