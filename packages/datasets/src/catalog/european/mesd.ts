import type { Gender } from '../../corpus/corpus.js';
import { type ClipFacts, type Codes, type CorpusDefinition, lookUp, type NotAClip, splitPath } from '../definition.js';

const EMOTIONS: Codes = {
  anger: { emotion: 'angry', label: 'anger' },
  disgust: { emotion: 'disgusted', label: 'disgust' },
  fear: { emotion: 'fearful', label: 'fear' },
  happiness: { emotion: 'happy', label: 'happiness' },
  neutral: { emotion: 'neutral', label: 'neutral' },
  sadness: { emotion: 'sad', label: 'sadness' },
};

const VOICES: Readonly<Record<string, { speaker: string; gender?: Gender }>> = {
  F: { speaker: 'female', gender: 'female' },
  M: { speaker: 'male', gender: 'male' },
  C: { speaker: 'child' },
};

/**
 * Returns the facts in a name such as `Anger_C_A_por_favor`: emotion, voice (female, male, child), list of words, word.
 *
 * Names distinguish only the three kinds of voice, not the eleven people. The kinds are the speakers here, so that no
 * person is in both parts of a speaker-independent split.
 *
 * @param path path of the file; only its name matters.
 */
export function parseMesd(path: string): ClipFacts | NotAClip {
  const { stem } = splitPath(path);
  const match = /^([a-z]+)_([FMC])_([AB])_([\p{L}\p{M}]+(?:[_ -][\p{L}\p{M}]+)*)$/iu.exec(stem);
  if (!match) return { skip: 'the name is not of the form Anger_C_A_abajo', known: false };
  const [, emotion = '', letter = '', list = '', words = ''] = match;
  const meaning = lookUp(EMOTIONS, emotion.toLowerCase());
  const voice = lookUp(VOICES, letter.toUpperCase());
  if (!meaning) return { skip: `MESD has no emotion ${emotion}`, known: false };
  if (!voice) return { skip: `MESD has no voice ${letter}`, known: false };
  const sentence = words.normalize('NFC').toLowerCase().replace(/[ -]/g, '_');
  return {
    key: `${emotion.charAt(0).toUpperCase()}${emotion.slice(1).toLowerCase()}_${letter.toUpperCase()}_${list.toUpperCase()}_${sentence}`,
    ...voice,
    ...meaning,
    sentence,
    text: sentence.replaceAll('_', ' '),
  };
}

/** The Mexican emotional speech database: single words by 3 women, 2 men and 6 children. */
export const mesd: CorpusDefinition = {
  card: {
    name: 'mesd',
    title: 'MESD, the Mexican emotional speech database',
    language: 'es-MX',
    license: 'CC BY 4.0',
    source:
      'M. M. Duville, L. M. Alonso-Valerdi and D. I. Ibarra-Zarate, Mexican emotional speech database based on semantic, frequency, familiarity, concreteness, and cultural shaping of affective prosody, Data 6(12), 2021; https://doi.org/10.17632/cy34mh68j9.5',
    benchmark: true,
    // Of the 864 recordings of the paper, 862 are in the download.
    published: { clips: 862, speakers: 11 },
  },
  example: 'Anger_C_A_abajo.wav',
  codes: EMOTIONS,
  parse: parseMesd,
};
