import { SerError } from '@ser/core';
import { spawnWorker } from '#threads';
import type { RunWatch } from '../fit/run-watch.js';
import { errorOf, type Order, type Report, type Work, type WorkerSetup } from './messages.js';
import type { WorkerHandle } from './port.js';

/** Options of {@link runInWorkers}. */
export interface RunInWorkersOptions<K extends keyof Work> {
  /** Most workers at a time. */
  readonly threads: number;
  readonly setup: WorkerSetup;
  /** Who is told of the progress of each job. */
  readonly watch: (job: number) => RunWatch;
  /** Told of each job as it ends; all have ended when what it returns is settled. */
  readonly onDone?: (job: number, outcome: Work[K]['outcome']) => void | Promise<void>;
  readonly signal?: AbortSignal | undefined;
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
  { threads, setup, watch, onDone, signal }: RunInWorkersOptions<K>,
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
      let watched: RunWatch = {};
      const give = (): void => {
        if (next >= jobs.length) return;
        current = next++;
        watched = watch(current);
        worker.send({ kind, setup, job: jobs[current], states: watched.onState !== undefined } as Order);
      };
      worker.onFailure(reject);
      worker.onMessage((message) => {
        const report = message as Report;
        if (report.kind === 'epoch') watched.onEpoch?.(report.record);
        else if (report.kind === 'step') watched.onStep?.(report.record);
        else if (report.kind === 'state') Promise.resolve(watched.onState?.(report.state)).catch(reject);
        else if (report.kind === 'failed') reject(errorOf(report.error));
        else {
          outcomes[current] = report.outcome;
          Promise.resolve(onDone?.(current, report.outcome)).then(() => {
            done++;
            if (done === jobs.length) resolve(outcomes);
          }, reject);
          give();
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
