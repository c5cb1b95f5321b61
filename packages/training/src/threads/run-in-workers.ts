import { SerError } from '@ser/core';
import { spawnWorker } from '#threads';
import type { EpochRecord } from '../history.js';
import { errorOf, type Order, type Report, type Work, type WorkerSetup } from './messages.js';
import type { WorkerHandle } from './port.js';

/** Options of {@link runInWorkers}. */
export interface RunInWorkersOptions {
  /** Most workers at a time. */
  readonly threads: number;
  readonly setup: WorkerSetup;
  /** Told of each epoch of each job. */
  readonly onEpoch?: (job: number, record: EpochRecord) => void;
  /** Told of each job as it ends. */
  readonly onDone?: (job: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Has jobs done by workers, each taking the next job when it is free, and gives the outcomes in the order of the jobs.
 * The first failure ends all workers.
 *
 * @throws SerError `ABORTED` through `signal`, or what a job threw.
 */
export function runInWorkers<K extends keyof Work>(
  kind: K,
  jobs: readonly Work[K]['job'][],
  { threads, setup, onEpoch, onDone, signal }: RunInWorkersOptions,
): Promise<Work[K]['outcome'][]> {
  const outcomes: Work[K]['outcome'][] = [];
  const workers: WorkerHandle[] = [];
  const settled = new AbortController();
  let next = 0;
  let done = 0;
  return new Promise<Work[K]['outcome'][]>((resolve, reject) => {
    const stop = (): void => reject(new SerError('ABORTED', 'training was stopped'));
    if (signal?.aborted) return stop();
    signal?.addEventListener('abort', stop, { signal: settled.signal });
    const start = (): void => {
      const worker = spawnWorker();
      workers.push(worker);
      let current = -1;
      const give = (): void => {
        if (next >= jobs.length) return;
        current = next++;
        worker.send({ kind, setup, job: jobs[current] } as Order);
      };
      worker.onFailure(reject);
      worker.onMessage((message) => {
        const report = message as Report;
        if (report.kind === 'epoch') onEpoch?.(current, report.record);
        else if (report.kind === 'failed') reject(errorOf(report.error));
        else {
          outcomes[current] = report.outcome;
          done++;
          onDone?.(current);
          if (done === jobs.length) resolve(outcomes);
          else give();
        }
      });
      give();
    };
    if (jobs.length === 0) resolve(outcomes);
    else for (let i = 0; i < Math.min(threads, jobs.length); i++) start();
  }).finally(() => {
    settled.abort();
    for (const worker of workers) worker.stop();
  });
}
