import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { type EmotionSegment, SerError } from '@ser/core';
import { sha256 } from '@ser/core/node';
import type { ClipScorer } from '../contract.js';

/** The probability of "angry" that the scripted scorer gives to a content. */
export const angryOf = (content: string): number => Number.parseInt(sha256(content).slice(0, 4), 16) / 2 ** 16;

/** Returns a segment with two labels. */
export function segmentOf(angry: number, start = 0, end = 1.5): EmotionSegment {
  const probabilities = [
    { label: 'angry', probability: angry },
    { label: 'sad', probability: 1 - angry },
  ].sort((a, b) => b.probability - a.probability);
  const { label, probability: confidence } = probabilities[0]!;
  return { start, end, label, confidence, probabilities, notes: [], warnings: [] };
}

/**
 * Returns a scorer that answers by the content of a file. Contents that begin with a word do what it says: `poison` is no
 * audio, `crash` kills the process, `long` has two segments, `slow` ends with its signal only, `flaky` fails at the first attempt, `broken` at each.
 */
export function scriptedScorer({ delayMs = 0 } = {}): ClipScorer & { readonly seen: string[] } {
  const seen: string[] = [];
  return {
    digest: 'f00d'.repeat(16),
    labels: ['angry', 'sad'],
    seen,
    async score(recording, { signal }) {
      const content =
        typeof recording === 'string' ? await readFile(recording, 'utf8') : String(Buffer.from(recording));
      const isFirst = !seen.includes(content);
      seen.push(content);
      if (delayMs > 0) await setTimeout(delayMs);
      if (content.startsWith('poison')) throw new SerError('INVALID_AUDIO', `${recording} is not audio`);
      if (content.startsWith('crash')) process.kill(process.pid, 'SIGKILL');
      if (content.startsWith('slow')) await setTimeout(60_000, undefined, { signal });
      if (content.startsWith('broken') || (content.startsWith('flaky') && isFirst)) throw new Error('a thread ended');
      if (content.startsWith('long')) return [segmentOf(0.75, 0.25, 2), segmentOf(0.125, 31, 33.5)];
      return [segmentOf(angryOf(content))];
    },
  };
}
