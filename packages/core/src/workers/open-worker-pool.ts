import { abortError, throwIfAborted } from '../errors/abort.js';
import { invalidArgument } from '../errors/invalid-argument.js';
import { SerError } from '../errors/ser-error.js';
import type { Answer, Order } from './messages.js';
import { errorFrom } from './plain-error.js';
import { startWorker, type WorkerHandle, type WorkerSource } from './platform.js';

/** Options of {@link openWorkerPool}. */
export interface OpenWorkerPoolOptions<Setup> {
  /** The worker's code, a module that calls `serveJobs`. */
  readonly worker: WorkerSource;
  /** Given to each worker before its first job; what a message can carry. */
  readonly setup: Setup;
  /** Number of workers, at least 1. */
  readonly threads: number;
}

/** Workers that wait for jobs. */
export interface WorkerPool<Job, Result> {
  /** Jobs that are not finished: at work, or waiting for a worker. */
  readonly open: number;
  /**
   * Has a job done by the next worker that is free.
   *
   * @param options `signal` ends the job when it is aborted: one that waits is left out, one at work is ended with its
   *   worker, and another worker takes its place.
   * @returns the result.
   * @throws what the job threw: a `SerError` keeps code, hint and cause; the signal's reason; an error if the worker ended
   *   before the job did, or if the pool is closed.
   */
  run(job: Job, options?: { readonly signal?: AbortSignal | undefined }): Promise<Result>;
  /** Takes no more jobs, and ends the workers when all jobs are finished. */
  close(): Promise<void>;
}

/** A job that has not been finished. */
interface Task<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** A worker, and the job that it is at. */
interface Member<Job, Result> {
  readonly handle: WorkerHandle;
  task: Task<Job, Result> | undefined;
}

class Pool<Setup, Job, Result> implements WorkerPool<Job, Result> {
  readonly #options: OpenWorkerPoolOptions<Setup>;
  readonly #members = new Set<Member<Job, Result>>();
  readonly #idle: Member<Job, Result>[] = [];
  readonly #waiting: Task<Job, Result>[] = [];
  #open = 0;
  #closed = false;
  #whenEmpty = () => {};

  constructor(options: OpenWorkerPoolOptions<Setup>) {
    this.#options = options;
  }

  get open(): number {
    return this.#open;
  }

  /** Starts a worker. Ends when it is ready. */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { worker, setup } = this.#options;
      const member: Member<Job, Result> = { handle: startWorker(worker), task: undefined };
      this.#members.add(member);
      let isReady = false;
      const fail = (error: unknown): void => {
        this.#drop(member);
        if (!isReady) reject(error);
        else this.#replace();
        member.task?.reject(error);
      };
      member.handle.onEnd(fail);
      member.handle.receive((message) => {
        const answer = message as Answer;
        if (answer.kind === 'report') return;
        if (answer.kind === 'not-ready') {
          // It lives on, and would keep the process alive.
          void member.handle.stop();
          return fail(errorFrom(answer.error));
        }
        if (answer.kind === 'ready') {
          isReady = true;
          resolve();
        } else {
          const { task } = member;
          member.task = undefined;
          if (answer.kind === 'result') task?.resolve(answer.result as Result);
          else task?.reject(errorFrom(answer.error));
        }
        this.#next(member);
      });
      member.handle.send({ kind: 'setup', setup } satisfies Order);
    });
  }

  async run(job: Job, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<Result> {
    throwIfAborted(signal, 'the job was stopped');
    if (this.#closed) throw new SerError('ABORTED', 'the worker pool is closed: it takes no more jobs');
    this.#open++;
    let stop = () => {};
    try {
      return await new Promise<Result>((resolve, reject) => {
        const task = { job, resolve, reject };
        stop = () => {
          reject(abortError(signal!, 'the job was stopped'));
          this.#abandon(task);
        };
        signal?.addEventListener('abort', stop, { once: true });
        this.#waiting.push(task);
        const member = this.#idle.pop();
        if (member) this.#next(member);
      });
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#open--;
      if (this.#open === 0) this.#whenEmpty();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#open > 0)
      await new Promise<void>((resolve) => {
        this.#whenEmpty = resolve;
      });
    await this.end();
  }

  /** Ends all workers at once. */
  async end(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#members].map(({ handle }) => handle.stop()));
    this.#members.clear();
  }

  /** Gives a free worker the next job. */
  #next(member: Member<Job, Result>): void {
    const task = this.#waiting.shift();
    if (!task) return void this.#idle.push(member);
    member.task = task;
    try {
      member.handle.send({ kind: 'job', job: task.job } satisfies Order);
    } catch (error) {
      member.task = undefined;
      task.reject(error);
      this.#next(member);
    }
  }

  /** Leaves out a job that waits, or ends the worker that is at it. */
  #abandon(task: Task<Job, Result>): void {
    const place = this.#waiting.indexOf(task);
    if (place >= 0) return void this.#waiting.splice(place, 1);
    const member = [...this.#members].find((one) => one.task === task);
    if (!member) return;
    this.#drop(member);
    void member.handle.stop();
    this.#replace();
  }

  #drop(member: Member<Job, Result>): void {
    this.#members.delete(member);
    const place = this.#idle.indexOf(member);
    if (place >= 0) this.#idle.splice(place, 1);
  }

  /** Starts a worker in the place of one that ended. If it cannot start, and no other is left, no job can be done. */
  #replace(): void {
    if (this.#closed && this.#waiting.length === 0) return;
    this.start().catch((error: unknown) => {
      if (this.#members.size > 0) return;
      this.#closed = true;
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }
}

/**
 * Starts workers that share the jobs they are given, and ends when they are ready. Unlike `openWorker`, an abort ends the
 * worker at once, even in a tight loop, and one that ends is replaced. For a list of jobs that is known, there is `runJobs`.
 *
 * @throws SerError `INVALID_ARGUMENT` for `threads`; what the setup of a worker throws.
 * @example
 * const pool = await openWorkerPool<undefined, number, number>({
 *   worker: new URL('./square-worker.js', import.meta.url),
 *   setup: undefined,
 *   threads: 2,
 * });
 * await pool.run(3); // 9
 * await pool.close();
 */
export async function openWorkerPool<Setup, Job, Result>(
  options: OpenWorkerPoolOptions<Setup>,
): Promise<WorkerPool<Job, Result>> {
  const { threads } = options;
  if (!Number.isSafeInteger(threads) || threads < 1) throw invalidArgument('threads', threads, 'a positive integer');
  const pool = new Pool<Setup, Job, Result>(options);
  try {
    await Promise.all(Array.from({ length: threads }, () => pool.start()));
  } catch (error) {
    await pool.end();
    throw error;
  }
  return pool;
}
