/**
 * The emotions that the corpora of this project use, in alphabetical order. They have coordinates, mappings and
 * colors. The vocabulary is open: a corpus may also hold other emotions, see {@link Emotion}.
 *
 * - `angry`, `disgusted`, `fearful`, `happy`, `sad`, `surprised`: Ekman's six basic emotions;
 * - `neutral`: no emotion is expressed;
 * - `bored`: without interest; `calm`: at ease; `contemptuous`: looking down on somebody;
 * - `anxious`: uneasy about what may come; `apologetic`: sorry for what one has done; `assertive`: sure and firm;
 *   `concerned`: worried about somebody; `encouraging`: giving somebody confidence; `excited`: happy and aroused.
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

/** An emotion of {@link EMOTIONS}. */
export type KnownEmotion = (typeof EMOTIONS)[number];

/**
 * The name of an emotion: one of {@link EMOTIONS}, or any other word that {@link isEmotion} accepts, such as
 * `sarcastic`. Classes are sorted by name in models, tables and plots.
 */
export type Emotion = KnownEmotion | (string & {});

/** The longest name of an emotion, in UTF-16 code units. */
export const MAX_EMOTION_LENGTH = 64;

/** Returns true for an emotion of {@link EMOTIONS}. */
export function isKnownEmotion(value: unknown): value is KnownEmotion {
  return (EMOTIONS as readonly unknown[]).includes(value);
}

/**
 * Returns true for a text that can name an emotion: 1 to {@link MAX_EMOTION_LENGTH} code units in any script, without
 * control characters, line breaks, and spaces around it.
 *
 * @example
 * isEmotion('sarcastic'); // true
 * isEmotion(' sad'); // false
 */
export function isEmotion(value: unknown): value is Emotion {
  return (
    typeof value === 'string' &&
    value !== '' &&
    value.length <= MAX_EMOTION_LENGTH &&
    value === value.trim() &&
    !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(value)
  );
}
