import type { Emotion } from '@ser/core';
import type { Gender } from '../../corpus/corpus.js';
import { type ClipFacts, type CorpusDefinition, type NotAClip, splitPath } from '../definition.js';
import { parseListenerJudgments } from '../label-files/emodb-listeners.js';

const SPEAKERS: Readonly<Record<string, { gender: Gender; age: number }>> = {
  '03': { gender: 'male', age: 31 },
  '08': { gender: 'female', age: 34 },
  '09': { gender: 'female', age: 21 },
  '10': { gender: 'male', age: 32 },
  '11': { gender: 'male', age: 26 },
  '12': { gender: 'male', age: 30 },
  '13': { gender: 'female', age: 32 },
  '14': { gender: 'female', age: 35 },
  '15': { gender: 'male', age: 25 },
  '16': { gender: 'female', age: 31 },
};

const SENTENCES: Readonly<Record<string, { text: string; translation: string }>> = {
  a01: { text: 'Der Lappen liegt auf dem Eisschrank.', translation: 'The tablecloth is lying on the fridge.' },
  a02: { text: 'Das will sie am Mittwoch abgeben.', translation: 'She will hand it in on Wednesday.' },
  a04: { text: 'Heute abend könnte ich es ihm sagen.', translation: 'Tonight I could tell him.' },
  a05: {
    text: 'Das schwarze Stück Papier befindet sich da oben neben dem Holzstück.',
    translation: 'The black sheet of paper is located up there beside the piece of timber.',
  },
  a07: { text: 'In sieben Stunden wird es soweit sein.', translation: 'In seven hours it will be time.' },
  b01: {
    text: 'Was sind denn das für Tüten, die da unter dem Tisch stehen?',
    translation: 'What about the bags standing there under the table?',
  },
  b02: {
    text: 'Sie haben es gerade hochgetragen und jetzt gehen sie wieder runter.',
    translation: 'They just carried it upstairs and now they are going down again.',
  },
  b03: {
    text: 'An den Wochenenden bin ich jetzt immer nach Hause gefahren und habe Agnes besucht.',
    translation: 'At weekends I have always gone home now and visited Agnes.',
  },
  b09: {
    text: 'Ich will das eben wegbringen und dann mit Karl was trinken gehen.',
    translation: 'I just want to take this away and then go for a drink with Karl.',
  },
  b10: {
    text: 'Die wird auf dem Platz sein, wo wir sie immer hinlegen.',
    translation: 'It will be in the place where we always put it.',
  },
};

/** The letter stands for the German word: Wut, Langeweile, Ekel, Angst, Freude, Trauer, neutral. */
const EMOTION_LETTERS: Readonly<Record<string, { emotion: Emotion; label: string }>> = {
  W: { emotion: 'angry', label: 'anger' },
  L: { emotion: 'bored', label: 'boredom' },
  E: { emotion: 'disgusted', label: 'disgust' },
  A: { emotion: 'fearful', label: 'fear' },
  F: { emotion: 'happy', label: 'happiness' },
  T: { emotion: 'sad', label: 'sadness' },
  N: { emotion: 'neutral', label: 'neutral' },
};

/**
 * Returns the facts in a name such as `03a01Fa`: speaker 03, sentence a01, emotion F, version a.
 *
 * @param path path of the file; only its name matters.
 */
export function parseEmodb(path: string): ClipFacts | NotAClip {
  const { stem } = splitPath(path);
  const match = /^(\d{2})([ab]\d{2})([A-Z])([a-z])$/.exec(stem);
  if (!match) return { skip: 'the name is not of the form 03a01Fa', known: false };
  const [, speaker = '', sentence = '', letter = '', version = ''] = match;
  const person = SPEAKERS[speaker];
  const words = SENTENCES[sentence];
  const meaning = EMOTION_LETTERS[letter];
  if (!person) return { skip: `EMO-DB has no speaker ${speaker}`, known: false };
  if (!words) return { skip: `EMO-DB has no sentence ${sentence}`, known: false };
  if (!meaning) return { skip: `EMO-DB has no emotion letter ${letter}`, known: false };
  return { key: stem, speaker, ...person, ...meaning, sentence, ...words, version };
}

/** The Berlin database of emotional speech. */
export const emodb: CorpusDefinition = {
  card: {
    name: 'emodb',
    title: 'EMO-DB, the Berlin database of emotional speech',
    language: 'de',
    license: 'free use; redistributed elsewhere as CC0 1.0',
    source:
      'F. Burkhardt, A. Paeschke, M. Rolfes, W. F. Sendlmeier and B. Weiss, A database of German emotional speech, Interspeech 2005; http://emodb.bilderbar.info',
    benchmark: true,
    published: { clips: 535, speakers: 10 },
  },
  example: 'wav/03a01Fa.wav',
  codes: EMOTION_LETTERS,
  parse: parseEmodb,
  labelFiles: [{ name: 'erkennung.txt', encoding: 'latin1', maxBytes: 1 << 20, parse: parseListenerJudgments }],
};
