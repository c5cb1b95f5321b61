import { abortError } from '../errors/abort.js';
import { SerError } from '../errors/ser-error.js';
import type { Answer, Order } from './messages.js';
import { errorFrom } from './plain-error.js';
import { startWorker, type WorkerSource } from './platform.js';

/** Options of {@link openWorker}. */
export interface OpenWorkerOptions<Setup> {
  /** The worker's code, a module that calls {@link serveJobs}. */
  readonly worker: WorkerSource;
  /** Given to the worker before its first job; what a message can carry. */
  readonly setup: Setup;
  /** Message of the error for a job after the worker was closed, e.g. `the recognizer is disposed`. */
  readonly closed?: string | undefined;
}

/** Options of a job. */
export interface WorkerJobOptions {
  /** Gives the job up: the promise is rejected at once, and the worker stops at its next pause. */
  readonly signal?: AbortSignal | undefined;
  /** Message of the `ABORTED` error, e.g. `the prediction was stopped`. */
  readonly stopped?: string | undefined;
  /** Buffers of the job that are handed over to the worker instead of copied. */
  readonly transfer?: readonly ArrayBuffer[] | undefined;
}

/** A worker that does one job after the other until it is closed. */
export interface JobWorker<Job, Result> {
  /**
   * Has a job done, after those that were given before.
   *
   * @throws what the job threw in the worker; the signal's reason; an error if the worker has ended.
   */
  run(job: Job, options?: WorkerJobOptions): Promise<Result>;
  /** Ends the worker, also in the middle of a job. Jobs that are not done are rejected. */
  close(): Promise<void>;
}

interface Waiting {
  readonly order: Order;
  readonly transfer: readonly ArrayBuffer[];
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts a worker that stays.
 *
 * @throws SerError `UNSUPPORTED_PLATFORM` if this platform has no workers.
 * @example
 * const worker = openWorker<undefined, number, number>({
 *   worker: new URL('./square-worker.js', import.meta.url),
 *   setup: undefined,
 * });
 * await worker.run(3); // 9
 * await worker.close();
 */
export function openWorker<Setup, Job, Result>({
  worker,
  setup,
  closed = 'the worker is closed',
}: OpenWorkerOptions<Setup>): JobWorker<Job, Result> {
  const handle = startWorker(worker);
  const queue: Waiting[] = [];
  let running: Waiting | undefined;
  let ended: Error | undefined;

  const next = (): void => {
    running = queue.shift();
    if (running) handle.send(running.order, running.transfer);
  };
  const end = (error: Error): void => {
    ended ??= error;
    running?.reject(ended);
    for (const { reject } of queue.splice(0)) reject(ended);
  };
  handle.onEnd(end);
  handle.receive((message) => {
    const answer = message as Answer;
    if (answer.kind !== 'result' && answer.kind !== 'failure') return;
    if (answer.kind === 'failure') running?.reject(errorFrom(answer.error));
    else running?.resolve(answer.result as never);
    next();
  });
  handle.send({ kind: 'setup', setup } satisfies Order);

  return {
    async run(job, { signal, stopped, transfer = [] } = {}) {
      if (signal?.aborted) throw abortError(signal, stopped);
      if (ended) throw ended;
      const settled = new AbortController();
      try {
        return await new Promise<Result>((resolve, reject) => {
          const waiting: Waiting = { order: { kind: 'job', job }, transfer, resolve, reject };
          const giveUp = (): void => {
            const index = queue.indexOf(waiting);
            if (index >= 0) queue.splice(index, 1);
            else handle.send({ kind: 'abort' } satisfies Order);
            reject(abortError(signal!, stopped));
          };
          signal?.addEventListener('abort', giveUp, { signal: settled.signal });
          queue.push(waiting);
          if (!running) next();
        });
      } finally {
        settled.abort();
      }
    },
    async close() {
      end(new SerError('INVALID_ARGUMENT', closed));
      await handle.stop();
    },
  };
}
