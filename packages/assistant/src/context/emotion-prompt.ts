import { isKnownEmotion, type KnownEmotion, printable } from '@ser/core';
import type { EmotionSnapshot } from './contract.js';

/** How a voice sounds, in words that a person could hear said about themselves. */
const SOUNDS: Readonly<Record<KnownEmotion, string>> = {
  angry: 'tense or annoyed',
  anxious: 'uneasy',
  apologetic: 'apologetic',
  assertive: 'firm',
  bored: 'flat or uninterested',
  calm: 'calm',
  concerned: 'concerned',
  contemptuous: 'dismissive',
  disgusted: 'displeased',
  encouraging: 'encouraging',
  excited: 'excited',
  fearful: 'worried',
  happy: 'cheerful',
  neutral: 'even',
  sad: 'low',
  surprised: 'surprised',
};

const TRENDS = { easing: ', and less tense than before', tensing: ', and tenser than before', steady: '' };

/** What an assistant is asked to do with the sentence of a snapshot. */
export const EMOTION_GUIDANCE: string =
  'This is a guess from the sound of the voice, and it may be wrong. Let it guide your tone and pace. Do not mention it unless it helps, never claim to know how the person feels, and never diagnose. What the person says counts more than how it sounds.';

/** Returns the sentence of a snapshot. */
export function sentenceOf({ emotion, confidence = 0, uncertain, trend }: Omit<EmotionSnapshot, 'sentence'>): string {
  const sounds = emotion && (isKnownEmotion(emotion) ? SOUNDS[emotion] : printable(emotion));
  const unclear = uncertain && `the last speech is hard to read: ${printable(uncertain.message)}`;
  if (sounds === undefined)
    return unclear ? `About the voice, ${unclear}.` : 'The voice gives no clear impression yet.';
  const guess = `a guess, ${Math.round(100 * confidence)} % confidence`;
  if (unclear) return `The voice may have sounded ${sounds} (${guess}), but ${unclear}.`;
  return `The voice may sound ${sounds} (${guess})${trend ? TRENDS[trend] : ''}.`;
}

/**
 * Returns what to add to a prompt: the sentence of a snapshot and {@link EMOTION_GUIDANCE}.
 *
 * @returns undefined as long as no emotion has held: there is nothing to say then.
 * @example
 * emotionPrompt(context.current);
 * // 'The voice may sound tense or annoyed (a guess, 62 % confidence). This is a guess from the sound of the voice, …'
 */
export const emotionPrompt = ({ emotion, sentence }: EmotionSnapshot): string | undefined =>
  emotion === undefined ? undefined : `${sentence} ${EMOTION_GUIDANCE}`;
