import { checkFields, count, integerFrom } from '@ser/core/schema';
import * as v from '@ser/core/valibot';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import type { ClipScorer, Outcome } from '../contract.js';
import { type ClipJob, scoreClip } from '../score/score-clip.js';
import { parseJob, timesAlone } from './messages.js';
import { checkRedis, connectionTo, outageNotes, PREFIX, queueName, type RedisAddress } from './redis.js';
import { Turns } from './turns.js';

/** Options of {@link serveQueue}. */
export interface ServeQueueOptions extends RedisAddress {
  readonly scorer: ClipScorer;
  /** Folder on this machine that the paths of clips are relative to. */
  readonly root: string;
  /** Clips that are taken at a time, 1 to 1024. Default 4: with four for each thread, none waits for Redis. */
  readonly atOnce?: number | undefined;
  /** Seconds after which the clips of a worker that has ended are taken over, 2 to 3600. Default 30. */
  readonly takeoverSeconds?: number | undefined;
  /**
   * How often a clip that was at work when its worker ended is tried again, then with no other clip at work, before it
   * counts as failed, 1 or more. Default 3.
   */
  readonly takeovers?: number | undefined;
  /** Receives each outcome. */
  readonly onOutcome?: ((file: string, outcome: Outcome) => void) | undefined;
  /** Receives what a user should know, e.g. that Redis is away. */
  readonly onNote?: ((note: string) => void) | undefined;
}

/** A worker that takes jobs. */
export interface QueueWorker {
  /** Takes no more clips, finishes those at work, and ends the connection. */
  close(): Promise<void>;
}

/** The outcome of a clip whose workers end. */
const LOST: Outcome = {
  failure: { code: 'WORKER_LOST', message: 'every worker that took this clip ended before it was finished' },
};

const numbers = v.object({
  atOnce: v.optional(integerFrom(1, 1024), 4),
  takeoverSeconds: v.optional(integerFrom(2, 3600), 30),
  takeovers: v.optional(count, 3),
});

/**
 * Scores the clips of batches with the same model, see `queueEngine`, until it is closed. Any number of such workers may
 * share a Redis.
 *
 * @throws SerError `INVALID_ARGUMENT` for an option; `NOT_FOUND` or `FILE_ACCESS` if Redis cannot be used.
 * @example
 * const worker = await serveQueue({ redis: 'redis://queue.local:6379', scorer, root: '/mnt/recordings' });
 * await worker.close(); // finishes the clips at work
 */
export async function serveQueue({
  scorer,
  root,
  redis,
  password,
  onOutcome,
  onNote = () => {},
  ...given
}: ServeQueueOptions): Promise<QueueWorker> {
  const { atOnce, takeoverSeconds, takeovers } = checkFields(numbers, given);
  await checkRedis({ redis, password });
  const outage = outageNotes(redis, onNote);
  const turns = new Turns();
  const score = async (clip: ClipJob, { attemptsMade }: Job): Promise<Outcome> =>
    scoreClip(clip, { scorer, root }, attemptsMade + 1);
  const scoreAlone = async (clip: ClipJob, job: Job): Promise<Outcome> => {
    const times = timesAlone(job.progress);
    if (times >= takeovers) return LOST;
    await job.updateProgress({ alone: times + 1 });
    return score(clip, job);
  };
  const worker = new Worker(
    queueName(scorer.digest),
    async (job): Promise<Outcome> => {
      outage.back();
      const clip = parseJob(job.data);
      if (!clip) throw new UnrecoverableError('the job does not describe a clip');
      // A worker has ended while it was at this clip and others. Alone, only the clip that ends workers ends another.
      const outcome = await (job.stalledCounter > 0
        ? turns.alone(() => scoreAlone(clip, job))
        : turns.together(() => score(clip, job)));
      onOutcome?.(clip.file, outcome);
      return outcome;
    },
    {
      connection: connectionTo({ redis, password }),
      prefix: PREFIX,
      concurrency: atOnce,
      // A lock runs out after half of the time, and is looked for in the other half.
      lockDuration: 500 * takeoverSeconds,
      stalledInterval: 500 * takeoverSeconds,
      // How often a clip may be tried is counted here, for those that were alone.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      drainDelay: 2,
      runRetryDelay: 1000,
    },
  );
  worker.on('error', outage.error);
  await worker.waitUntilReady();
  return { close: () => worker.close() };
}
