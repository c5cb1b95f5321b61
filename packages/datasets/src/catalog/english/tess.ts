import type { Emotion } from '@ser/core';
import { type ClipFacts, type CorpusDefinition, type NotAClip, splitPath } from '../definition.js';

const SPEAKERS: Readonly<Record<string, { speaker: string; age: number }>> = {
  OAF: { speaker: 'OAF', age: 64 },
  // One file of the official download is named OA_bite_neutral.
  OA: { speaker: 'OAF', age: 64 },
  YAF: { speaker: 'YAF', age: 26 },
};

const EMOTIONS: Readonly<Record<string, { code: string; emotion: Emotion; label: string }>> = {
  angry: { code: 'angry', emotion: 'angry', label: 'angry' },
  disgust: { code: 'disgust', emotion: 'disgusted', label: 'disgust' },
  fear: { code: 'fear', emotion: 'fearful', label: 'fear' },
  happy: { code: 'happy', emotion: 'happy', label: 'happy' },
  neutral: { code: 'neutral', emotion: 'neutral', label: 'neutral' },
  ps: { code: 'ps', emotion: 'surprised', label: 'pleasant surprise' },
  pleasant_surprise: { code: 'ps', emotion: 'surprised', label: 'pleasant surprise' },
  pleasant_surprised: { code: 'ps', emotion: 'surprised', label: 'pleasant surprise' },
  sad: { code: 'sad', emotion: 'sad', label: 'sad' },
};

const EMOTION_WORDS = Object.keys(EMOTIONS).join('|');
const FILE = new RegExp(`^(OAF|OA|YAF)_([a-z]+)_(${EMOTION_WORDS})$`, 'i');
const FOLDER = new RegExp(`^(OAF|YAF)_(${EMOTION_WORDS})$`, 'i');

/**
 * Returns the facts in a name such as `OAF_back_angry`: speaker, word, emotion. `ps` is pleasant surprise.
 *
 * @param path path of the file; a folder such as `OAF_Pleasant_surprise` directly around it must agree with the name.
 */
export function parseTess(path: string): ClipFacts | NotAClip {
  const { folders, stem } = splitPath(path);
  const match = FILE.exec(stem);
  const person = SPEAKERS[match?.[1]?.toUpperCase() ?? ''];
  const word = match?.[2]?.toLowerCase();
  const meaning = EMOTIONS[match?.[3]?.toLowerCase() ?? ''];
  if (!person || word === undefined || !meaning)
    return { skip: 'the name is not of the form OAF_back_angry', known: false };
  const folder = FOLDER.exec(folders.at(-1) ?? '');
  if (folder) {
    const said = EMOTIONS[folder[2]?.toLowerCase() ?? '']?.code;
    if (folder[1]?.toUpperCase() !== person.speaker || said !== meaning.code)
      return { skip: `the folder says ${folder[0]}, the name ${person.speaker} and ${meaning.code}`, known: true };
  }
  const { code, emotion, label } = meaning;
  return {
    key: `${person.speaker}_${word}_${code}`,
    speaker: person.speaker,
    gender: 'female',
    age: person.age,
    emotion,
    label,
    sentence: word,
    text: `Say the word ${word}.`,
  };
}

/** The Toronto emotional speech set. */
export const tess: CorpusDefinition = {
  card: {
    name: 'tess',
    title: 'TESS, the Toronto emotional speech set',
    language: 'en',
    license: 'CC BY-NC-ND 4.0',
    source:
      'M. K. Pichora-Fuller and K. Dupuis, Toronto emotional speech set (TESS), 2020; https://doi.org/10.5683/SP2/E8H2MF',
    benchmark: true,
    published: { clips: 2800, speakers: 2 },
  },
  example: 'OAF_angry/OAF_back_angry.wav',
  codes: EMOTIONS,
  parse: parseTess,
};
