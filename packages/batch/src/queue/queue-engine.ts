import { setTimeout } from 'node:timers/promises';
import { Job, Queue, QueueEvents } from 'bullmq';
import type { BatchEngine, BatchModel, Clip, ClipLimits, Outcome, ScoreAllOptions } from '../contract.js';
import { checkLimits } from '../score/limits.js';
import { isOutcome } from '../score/outcome.js';
import { ATTEMPTS, type ClipJob } from '../score/score-clip.js';
import { JOB_NAME } from './messages.js';
import { checkRedis, connectionTo, outageNotes, PREFIX, queueName, type RedisAddress } from './redis.js';

/** Options of {@link queueEngine}. */
export interface QueueEngineOptions extends RedisAddress, ClipLimits {
  /** The model that workers must have. */
  readonly model: BatchModel;
}

/** An engine that has clips scored by workers on other machines. */
export interface QueueEngine extends BatchEngine {
  /** Ends the connection. */
  close(): Promise<void>;
}

/** Most clips of a batch in Redis at a time. */
const WINDOW = 4000;
const ADDED_AT_ONCE = 500;
/** Clips whose jobs are looked at in one turn, for outcomes whose events were lost: few, since a look costs as an event does. */
const LOOKED_AT = 50;
const TURN_MS = 2000;
/** Finished jobs of a batch that nobody fetches are removed after a week. */
const KEPT_SECONDS = 7 * 86_400;
/** Longest wait for clips at work when a batch is stopped. */
const STOP_MS = 30_000;

const wait = (ms: number): Promise<void> => setTimeout(ms);

/** Returns the failure of a job that ended without an outcome. */
const failedBy = (message: string): Outcome => ({ failure: { code: 'UNEXPECTED', message } });

/** One run of {@link BatchEngine.scoreAll}: the clips whose jobs are in Redis, and those that are not yet. */
class Submission {
  readonly #queue: Queue;
  readonly #job: Omit<ClipJob, 'file'>;
  readonly #options: ScoreAllOptions;
  readonly #rest: Clip[];
  /** Clips in Redis by the ids of their jobs. Those that were looked at least lately come first. */
  readonly #open = new Map<string, Clip>();
  #removals: Promise<unknown>[] = [];
  #error: unknown;

  constructor(queue: Queue, job: Omit<ClipJob, 'file'>, clips: readonly Clip[], options: ScoreAllOptions) {
    this.#queue = queue;
    this.#job = job;
    this.#options = options;
    this.#rest = [...clips].reverse();
  }

  get isDone(): boolean {
    return this.#error !== undefined || (this.#open.size === 0 && this.#rest.length === 0);
  }

  get open(): number {
    return this.#open.size;
  }

  /** Takes the outcome of a job; jobs of other batches and second outcomes are ignored. */
  settle(id: string, outcome: Outcome): void {
    const clip = this.#open.get(id);
    if (!clip || this.#error !== undefined) return;
    this.#open.delete(id);
    try {
      this.#options.onOutcome(clip, outcome);
    } catch (error) {
      this.#error = error;
      return;
    }
    // It is stored here now.
    this.#removals.push(this.#queue.remove(id).catch(() => {}));
  }

  settleJob(id: string, returned: unknown): void {
    this.settle(id, isOutcome(returned) ? returned : failedBy('a worker sent something that is no outcome'));
  }

  /** Adds jobs until the window is full. A job that is in Redis already, as after a crash, is not added again. */
  async fill(): Promise<void> {
    while (this.#rest.length > 0 && this.#open.size <= WINDOW - ADDED_AT_ONCE) {
      const clips = this.#rest.splice(-ADDED_AT_ONCE).reverse();
      const named = clips.map((clip) => ({ id: `${this.#options.batch}-${clip.key}`, clip }));
      for (const { id, clip } of named) this.#open.set(id, clip);
      await this.#add(named);
    }
  }

  async #add(named: readonly { readonly id: string; readonly clip: Clip }[]): Promise<void> {
    const keep = { age: KEPT_SECONDS };
    await this.#queue.addBulk(
      named.map(({ id, clip }) => ({
        name: JOB_NAME,
        data: { ...this.#job, file: clip.file },
        opts: {
          ...{ jobId: id, attempts: ATTEMPTS, removeOnComplete: keep, removeOnFail: keep },
          backoff: { type: 'exponential', delay: 1000 },
        },
      })),
    );
  }

  /** Looks at some jobs: takes outcomes whose events were lost, and adds jobs again that Redis has lost. */
  async look(): Promise<void> {
    await Promise.all(this.#removals.splice(0));
    const ids = [...this.#open.keys()].slice(0, LOOKED_AT);
    const missing: { id: string; clip: Clip }[] = [];
    await Promise.all(
      ids.map(async (id) => {
        const job = await Job.fromId(this.#queue, id);
        const clip = this.#open.get(id);
        if (!clip) return;
        if (job?.finishedOn === undefined) {
          this.#open.delete(id);
          this.#open.set(id, clip);
          if (!job) missing.push({ id, clip });
        } else if (job.failedReason) this.settle(id, failedBy(job.failedReason));
        else this.settleJob(id, job.returnvalue);
      }),
    );
    if (missing.length > 0) await this.#add(missing);
  }

  /** Takes back the clips that no worker has begun. */
  async takeBack(): Promise<void> {
    this.#rest.length = 0;
    await Promise.all(
      [...this.#open.keys()].map(async (id) => {
        if ((await this.#queue.remove(id).catch(() => 0)) === 1) this.#open.delete(id);
      }),
    );
  }

  /** Ends the removal of finished jobs. @throws what `onOutcome` threw. */
  async end(): Promise<void> {
    await Promise.all(this.#removals.splice(0));
    if (this.#error !== undefined) throw this.#error;
  }
}

/** Waits until all clips have an outcome, or the batch is stopped and those at work have ended. */
async function follow(submission: Submission, queue: Queue, { signal, onNote }: ScoreAllOptions): Promise<void> {
  let isNoted = false;
  let stopped: number | undefined;
  while (!submission.isDone) {
    if (signal?.aborted && stopped === undefined) {
      stopped = performance.now();
      await submission.takeBack();
    }
    if (stopped !== undefined && performance.now() - stopped > STOP_MS) {
      onNote(`${submission.open} clips are still at work on other machines; --resume takes their answers`);
      return;
    }
    if (stopped === undefined) await submission.fill();
    for (let waited = 0; waited < TURN_MS && !submission.isDone; waited += 20) {
      if (signal?.aborted && stopped === undefined) break;
      await wait(20);
      if (stopped === undefined && submission.open < WINDOW / 2) await submission.fill();
    }
    if (submission.isDone) return;
    await submission.look();
    if (isNoted || (await queue.getWorkersCount()) > 0) continue;
    isNoted = true;
    onNote('no worker with this model is connected; the clips wait for one: ser worker --help');
  }
}

/**
 * Has the clips of a batch scored by workers on any number of machines, see `serveQueue`. Clips wait in Redis, at most
 * 4,000 of a batch at a time; their outcomes are fetched, stored and then removed there.
 *
 * The clips of a worker that ends are taken over by others. Redis may be restarted with its data meanwhile. What it has
 * lost is added again.
 *
 * @throws SerError `INVALID_ARGUMENT` for an option; `NOT_FOUND` or `FILE_ACCESS` if Redis cannot be used.
 * @example
 * const engine = await queueEngine({ redis: 'redis://localhost:6379', model });
 * await runBatch(await findClips(['/mnt/recordings']), engine, { out: 'results.parquet' });
 * await engine.close();
 */
export async function queueEngine({ model, redis, password, ...limits }: QueueEngineOptions): Promise<QueueEngine> {
  const job = checkLimits(limits);
  const address = { redis, password };
  await checkRedis(address);
  const place = { connection: connectionTo(address), prefix: PREFIX };
  const queue = new Queue(queueName(model.digest), place);
  const events = new QueueEvents(queueName(model.digest), { ...place, blockingTimeout: 2000 });
  let note: (text: string) => void = () => {};
  const outage = outageNotes(redis, (text) => note(text));
  queue.on('error', outage.error).on('ioredis:close', outage.error);
  events.on('error', outage.error).on('ioredis:close', outage.error);
  await events.waitUntilReady();
  return {
    model,
    async scoreAll(clips, options) {
      note = options.onNote;
      const submission = new Submission(queue, job, clips, options);
      const completed = ({ jobId, returnvalue }: { jobId: string; returnvalue: unknown }): void => {
        outage.back();
        submission.settleJob(jobId, returnvalue);
      };
      const failed = ({ jobId, failedReason }: { jobId: string; failedReason: string }): void =>
        submission.settle(jobId, failedBy(failedReason));
      events.on('completed', completed).on('failed', failed);
      try {
        await follow(submission, queue, options);
        await submission.end();
      } finally {
        events.off('completed', completed).off('failed', failed);
      }
    },
    async close() {
      note = () => {};
      await events.close();
      await queue.close();
    },
  };
}
