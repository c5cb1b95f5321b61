import { type ProgressListener, SerError, startProgress, throwIfAborted } from '@ser/core';
import type { Corpus } from './corpus.js';

/** Options of {@link findUnreadable}. */
export interface FindUnreadableOptions {
  /** Reports how many of all utterances have been read. */
  readonly onProgress?: ProgressListener | undefined;
  /** Stops between two utterances. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Returns the recordings of a corpus that cannot be used, each with the reason: damaged and empty files, silence of
 * zeros, parts beyond the end of their file. {@link leaveOut} makes a corpus without them.
 *
 * @throws the reason of `signal`.
 * @example
 * await findUnreadable(corpus); // [{ id: 'own/rec/bad.wav', reason: 'rec/bad.wav is damaged: …' }]
 */
export async function findUnreadable(
  corpus: Corpus,
  { onProgress, signal }: FindUnreadableOptions = {},
): Promise<{ readonly id: string; readonly reason: string }[]> {
  const progress = startProgress('check', corpus.utterances.length, onProgress);
  const faults: { id: string; reason: string }[] = [];
  for (const utterance of corpus.utterances) {
    throwIfAborted(signal, 'the check was stopped');
    const { id } = utterance;
    try {
      const { samples } = await corpus.read(utterance);
      if (samples.every((sample) => sample === 0)) faults.push({ id, reason: 'silent: all samples are 0' });
    } catch (error) {
      if (!(error instanceof SerError)) throw error;
      faults.push({ id, reason: error.message });
    }
    progress.advance();
  }
  return faults;
}
