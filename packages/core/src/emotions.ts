/**
 * The label vocabulary shared by all corpora: Ekman's six basic emotions, neutral, and the states that the supported
 * corpora add. The order is the order of classes in models, tables and plots.
 */
export const EMOTIONS = [
  'angry',
  'bored',
  'calm',
  'contemptuous',
  'disgusted',
  'fearful',
  'happy',
  'neutral',
  'sad',
  'surprised',
] as const;

/** One label of the shared vocabulary. */
export type Emotion = (typeof EMOTIONS)[number];

/** Whether `value` is a label of the shared vocabulary. */
export function isEmotion(value: unknown): value is Emotion {
  return (EMOTIONS as readonly unknown[]).includes(value);
}
