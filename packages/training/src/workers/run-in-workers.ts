import { runJobs, type WorkerSource } from '@ser/core';
import type { RunWatch } from '../fit/run-watch.js';
import type { Order, Report, Work, WorkerSetup } from './messages.js';

/** The file of the worker is next to this one, in the sources and in the build. */
const WORKER: WorkerSource =
  typeof Worker === 'undefined'
    ? new URL('./worker.js', import.meta.url)
    : () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });

/** Options of {@link runInWorkers}. */
export interface RunInWorkersOptions<K extends keyof Work> {
  /** Maximum number of workers. */
  readonly threads: number;
  readonly setup: WorkerSetup;
  /** Returns the listeners of each job. */
  readonly watch: (job: number) => RunWatch;
  /** Receives the outcome of each job; {@link runInWorkers} waits until it resolves. */
  readonly onDone?: ((job: number, outcome: Work[K]['outcome']) => void | Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs jobs in workers, each of which takes the next job when it is free, and returns the outcomes in the order of the jobs.
 * The first failure ends all workers.
 *
 * @throws the error of a job; the reason of `signal`, or SerError `ABORTED`.
 */
export async function runInWorkers<K extends keyof Work>(
  kind: K,
  jobs: readonly Work[K]['job'][],
  { threads, setup, watch, onDone, signal }: RunInWorkersOptions<K>,
): Promise<Work[K]['outcome'][]> {
  const outcomes: Work[K]['outcome'][] = [];
  const watches = jobs.map((_, i) => watch(i));
  const orders = jobs.map((job, i) => ({ kind, job, states: watches[i]?.onState !== undefined }) as Order);
  await runJobs(orders, {
    worker: WORKER,
    setup,
    threads,
    signal,
    stopped: 'training was stopped',
    onReport(report: Report, i) {
      const watched = watches[i];
      if (report.kind === 'epoch') watched?.onEpoch?.(report.record);
      else if (report.kind === 'step') watched?.onStep?.(report.record);
      else return watched?.onState?.(report.state);
    },
    onResult(outcome: Work[K]['outcome'], i) {
      outcomes[i] = outcome;
      return onDone?.(i, outcome);
    },
  });
  return outcomes;
}
