import { SerError } from '@ser/core';
import type { Gender } from '../../corpus/corpus.js';
import {
  type ClipFacts,
  type Codes,
  type CorpusDefinition,
  type LabelFacts,
  lookUp,
  type NotAClip,
  splitPath,
} from '../definition.js';

const EMOTIONS: Codes = {
  anger: { emotion: 'angry', label: 'anger' },
  fear: { emotion: 'fearful', label: 'fear' },
  happiness: { emotion: 'happy', label: 'happiness' },
  neutral: { emotion: 'neutral', label: 'neutral' },
  sadness: { emotion: 'sad', label: 'sadness' },
  surprised: { emotion: 'surprised', label: 'surprised' },
};

const SPEAKERS: Readonly<Record<string, { gender: Gender; age: number }>> = {
  EB0: { gender: 'female', age: 27 },
  IC0: { gender: 'female', age: 28 },
  KD0: { gender: 'female', age: 28 },
  KS0: { gender: 'male', age: 23 },
  MK0: { gender: 'female', age: 23 },
  MP0: { gender: 'male', age: 24 },
  SM0: { gender: 'male', age: 24 },
  TP0: { gender: 'male', age: 26 },
  WR0: { gender: 'male', age: 23 },
};

const NAME = /^([A-Z]{2}\d)_([a-z]+)_(\d{1,2})$/i;
const SENTENCES = 90;

const keyOf = (speaker: string, emotion: string, sentence: string): string =>
  `${speaker.toUpperCase()}_${emotion.toLowerCase()}_${Number(sentence)}`;

/**
 * Returns the facts in a name such as `WR0_surprised_64`: speaker, emotion, sentence.
 *
 * @param path path of the file; only its name matters.
 */
export function parseNemo(path: string): ClipFacts | NotAClip {
  const { stem } = splitPath(path);
  const match = NAME.exec(stem);
  if (!match) return { skip: 'the name is not of the form WR0_surprised_64', known: false };
  const [, speaker = '', emotion = '', sentence = ''] = match;
  const person = lookUp(SPEAKERS, speaker.toUpperCase());
  const meaning = lookUp(EMOTIONS, emotion.toLowerCase());
  if (!person) return { skip: `nEMO has no speaker ${speaker}`, known: false };
  if (!meaning) return { skip: `nEMO has no emotion ${emotion}`, known: false };
  if (Number(sentence) < 1 || Number(sentence) > SENTENCES)
    return { skip: `nEMO has no sentence ${sentence}`, known: false };
  return {
    key: keyOf(speaker, emotion, sentence),
    speaker: speaker.toUpperCase(),
    ...person,
    ...meaning,
    sentence: String(Number(sentence)),
  };
}

/**
 * Returns the texts in nEMO's `data.tsv`: a heading, then one line for each recording with file name, emotion, text,
 * normalized text, speaker, gender and age, separated by tabs.
 *
 * @param text text of the file.
 * @returns the spoken words by clip.
 * @throws SerError `INVALID_CORPUS` that names the first line of another form.
 */
export function parseNemoTexts(text: string): LabelFacts {
  const facts = new Map<string, { text: string }>();
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (index === 0 || line.trim() === '') continue;
    const [file = '', , words = ''] = line.split('\t').map((field) => field.trim());
    const match = NAME.exec(file.replace(/\.wav$/i, ''));
    if (!match || words === '')
      throw new SerError(
        'INVALID_CORPUS',
        `data.tsv, line ${index + 1}: expected file, emotion and text, separated by tabs, got ${JSON.stringify(line.slice(0, 60))}`,
        { hint: 'The file is optional: repair it or remove it.' },
      );
    facts.set(keyOf(match[1] ?? '', match[2] ?? '', match[3] ?? ''), { text: words });
  }
  return facts;
}

/** The dataset of emotional speech in Polish. */
export const nemo: CorpusDefinition = {
  card: {
    name: 'nemo',
    title: 'nEMO, a dataset of emotional speech in Polish',
    language: 'pl',
    license: 'CC BY-NC-SA 4.0',
    source:
      'I. Christop, nEMO: dataset of emotional speech in Polish, LREC-COLING 2024; https://github.com/amu-cai/nEMO',
    benchmark: true,
    published: { clips: 4481, speakers: 9 },
  },
  example: 'samples/WR0_surprised_64.wav',
  codes: EMOTIONS,
  parse: parseNemo,
  labelFiles: [{ name: 'data.tsv', encoding: 'utf-8', maxBytes: 1 << 22, parse: parseNemoTexts }],
};
