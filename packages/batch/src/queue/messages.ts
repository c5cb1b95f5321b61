import * as v from '@ser/core/valibot';
import { limitsSchema } from '../score/limits.js';
import type { ClipJob } from '../score/score-clip.js';

/** Name of the jobs in the queue. */
export const JOB_NAME = 'clip';

const jobSchema = v.strictObject({ file: v.pipe(v.string(), v.minLength(1)), ...limitsSchema.entries });

/** Returns a job as another machine sent it; undefined if it is none. */
export function parseJob(data: unknown): ClipJob | undefined {
  const parsed = v.safeParse(jobSchema, data);
  return parsed.success ? parsed.output : undefined;
}

const progressSchema = v.object({ alone: v.number() });

/** Returns how often a clip was tried with no other at work, as its job notes it in Redis. */
export function timesAlone(progress: unknown): number {
  const parsed = v.safeParse(progressSchema, progress);
  return parsed.success ? parsed.output.alone : 0;
}
