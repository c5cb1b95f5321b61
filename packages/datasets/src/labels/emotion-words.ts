import { EMOTIONS, type Emotion, invalidArgument, isEmotion, isKnownEmotion, nearest } from '@ser/core';

/** Words for emotions that are understood without a mapping, in addition to the shared vocabulary. */
const WORDS: Readonly<Record<string, Emotion>> = {
  anger: 'angry',
  anxiety: 'anxious',
  boredom: 'bored',
  calmness: 'calm',
  concern: 'concerned',
  contempt: 'contemptuous',
  disgust: 'disgusted',
  excitement: 'excited',
  fear: 'fearful',
  afraid: 'fearful',
  scared: 'fearful',
  happiness: 'happy',
  joy: 'happy',
  joyful: 'happy',
  sadness: 'sad',
  surprise: 'surprised',
  'pleasant surprise': 'surprised',
};

const normalize = (word: string): string =>
  word
    .trim()
    .toLowerCase()
    .replace(/[-_\s]+/g, ' ');

/** Meanings of the words of a corpus: the name of an emotion, or `null` to leave a word out. */
export type EmotionMapping = Readonly<Record<string, Emotion | null>>;

/** Tells the emotion that a word means: `null` if it is to be left out, `undefined` if it is not known. */
export type EmotionReader = (word: string) => Emotion | null | undefined;

/**
 * Makes a reader of emotion words.
 *
 * Upper and lower case, spaces, hyphens and underscores make no difference. Known without mapping are the shared
 * vocabulary and these nouns and synonyms: anger, anxiety, boredom, calmness, concern, contempt, disgust,
 * excitement, fear, afraid, scared, happiness, joy, joyful, sadness, surprise, pleasant surprise.
 *
 * @param labels further words, or other meanings for known ones.
 * @param open accepts any other name of an emotion too, except one that looks like a known word with a typo.
 * @throws SerError `INVALID_ARGUMENT` if a word is mapped to a text that cannot name an emotion.
 */
export function emotionReader(labels: EmotionMapping = {}, { open = false }: { open?: boolean } = {}): EmotionReader {
  const meanings = new Map<string, Emotion | null>(Object.entries(WORDS));
  for (const [word, emotion] of Object.entries(labels)) {
    if (emotion !== null && !isEmotion(emotion))
      throw invalidArgument(`labels[${JSON.stringify(word)}]`, emotion, 'the name of an emotion or null');
    meanings.set(normalize(word), emotion);
  }
  return (word) => {
    const name = normalize(word);
    const meaning = meanings.get(name);
    if (meaning !== undefined || isKnownEmotion(name)) return meaning === undefined ? name : meaning;
    if (!open || !isEmotion(name) || nearestEmotion(name) !== undefined) return undefined;
    meanings.set(name, name);
    return name;
  };
}

/** Returns the known word for an emotion that a word was most likely meant to be; undefined if it is like none. */
export const nearestEmotion = (word: string): string | undefined =>
  nearest(normalize(word), [...EMOTIONS, ...Object.keys(WORDS)]);
