import type { EmotionAnswer } from '@ser/core';
import type { EmotionSnapshot, HeardEvent } from './contract.js';

/** Returns an answer; the rest of the probability is neutral. */
export const answer = (label: string, confidence = 0.75): EmotionAnswer => ({
  label,
  confidence,
  probabilities: [
    { label, probability: confidence },
    { label: 'neutral', probability: 1 - confidence },
  ],
});

/** Returns an answer that is uncertain. */
export const unsure = (label: string): EmotionAnswer => ({
  ...answer(label, 0.25),
  uncertain: { reason: 'too-noisy', message: 'the speech is too noisy' },
});

/** Returns the events of a segment, with an update every 0.25 s, each with the answer of its time. */
export function segment(
  start: number,
  answers: readonly EmotionAnswer[],
  { final = answers.at(-1)!, number = 0 }: { readonly final?: EmotionAnswer; readonly number?: number } = {},
): HeardEvent[] {
  const times = answers.map((_, i) => start + 0.25 * (i + 1));
  return [
    { kind: 'speech', segment: number, start },
    ...answers.map((smoothed, i): HeardEvent => ({ kind: 'update', segment: number, start, end: times[i]!, smoothed })),
    { kind: 'final', segment: number, start, end: times.at(-1) ?? start, answer: final },
  ];
}

/** Returns `count` times the same answer. */
export const times = (count: number, of: EmotionAnswer): EmotionAnswer[] => new Array<EmotionAnswer>(count).fill(of);

/** A snapshot for tests of what reads it. */
export const TENSE: EmotionSnapshot = {
  sentence: 'The voice may sound tense or annoyed (a guess, 62 % confidence), and tenser than before.',
  emotion: 'angry',
  confidence: 0.62,
  trend: 'tensing',
  tension: 0.4,
  isSpeaking: false,
  time: 12.5,
};

/** A snapshot before any emotion has held. */
export const UNKNOWN: EmotionSnapshot = {
  sentence: 'The voice gives no clear impression yet.',
  isSpeaking: false,
  time: 0,
};
