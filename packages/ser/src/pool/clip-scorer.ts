import type { ClipScorer } from '@ser/batch';
import type { Recognizers } from './open-recognizers.js';

/** Returns recognizers as a batch uses them. */
export const clipScorer = ({ digest, models, predictSegments }: Recognizers): ClipScorer => ({
  digest,
  labels: models[0]!.labels,
  score: predictSegments,
});

/** Returns where a Redis is, with its password if the environment holds one. */
export const redisAddress = (redis: string): { readonly redis: string; readonly password: string | undefined } => ({
  redis,
  password: process.env.SER_REDIS_PASSWORD || undefined,
});
