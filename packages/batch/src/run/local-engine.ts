import { invalidArgument } from '@ser/core';
import type { BatchEngine, Clip, ClipLimits, ClipScorer, Outcome } from '../contract.js';
import { checkLimits } from '../score/limits.js';
import { scoreClip } from '../score/score-clip.js';

/** Options of {@link localEngine}. */
export interface LocalEngineOptions extends ClipLimits {
  /** Clips that the scorer works at at a time, at least 1; a thread needs not wait for its next with two for each. Default 2. */
  readonly atOnce?: number | undefined;
}

/**
 * Scores clips in this process, several at a time.
 *
 * @param scorer the model.
 * @param options see {@link LocalEngineOptions}.
 * @throws SerError `INVALID_ARGUMENT` for an option out of range.
 * @example
 * await runBatch(await findClips(['recordings']), localEngine(scorer, { atOnce: 8 }), { out: 'results.csv' });
 */
export function localEngine(scorer: ClipScorer, { atOnce = 2, ...limits }: LocalEngineOptions = {}): BatchEngine {
  if (!Number.isSafeInteger(atOnce) || atOnce < 1) throw invalidArgument('atOnce', atOnce, 'a positive integer');
  const { maxSeconds, timeoutSeconds } = checkLimits(limits);
  return {
    model: scorer,
    async scoreAll(clips, { root, signal, onOutcome }) {
      const score = async ({ file }: Clip): Promise<Outcome> => {
        for (let attempt = 1; ; attempt++)
          try {
            return await scoreClip({ file, maxSeconds, timeoutSeconds }, { scorer, root }, attempt);
          } catch {
            // The last attempt returns the error.
          }
      };
      let next = 0;
      let isFailed = false;
      const lane = async (): Promise<void> => {
        while (next < clips.length && !signal?.aborted && !isFailed) {
          const clip = clips[next++]!;
          try {
            onOutcome(clip, await score(clip));
          } catch (error) {
            isFailed = true;
            throw error;
          }
        }
      };
      await Promise.all(Array.from({ length: atOnce }, lane));
    },
  };
}
