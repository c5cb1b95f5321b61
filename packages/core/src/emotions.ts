/**
 * The label vocabulary shared by all corpora, in alphabetical order: the order of classes in models, tables and plots.
 *
 * - `angry`, `disgusted`, `fearful`, `happy`, `sad`, `surprised`: Ekman's six basic emotions;
 * - `neutral`: no emotion is expressed;
 * - `bored`: without interest; `calm`: at ease; `contemptuous`: looking down on somebody;
 * - `anxious`: uneasy about what may come; `apologetic`: sorry for what one has done; `assertive`: sure of oneself and
 *   firm; `concerned`: worried about somebody; `encouraging`: giving somebody heart; `excited`: happy and stirred up.
 */
export const EMOTIONS = [
  'angry',
  'anxious',
  'apologetic',
  'assertive',
  'bored',
  'calm',
  'concerned',
  'contemptuous',
  'disgusted',
  'encouraging',
  'excited',
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
