import type { Utterance } from '../corpus/corpus.js';

/**
 * Returns the emotion with the most votes of listeners; undefined if several have as many.
 *
 * @param votes of an utterance: shares by emotion.
 * @example
 * mostHeard({ happy: 0.3, neutral: 0.6, sad: 0.1 }); // 'neutral'
 */
export function mostHeard(votes: NonNullable<Utterance['votes']>): string | undefined {
  const [first, second] = Object.entries(votes).sort(([, a], [, b]) => b - a);
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : undefined;
}
