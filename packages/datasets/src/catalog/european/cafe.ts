import type { Gender } from '../../corpus/corpus.js';
import { type ClipFacts, type Codes, type CorpusDefinition, lookUp, type NotAClip, splitPath } from '../definition.js';

const EMOTIONS: Codes = {
  C: { emotion: 'angry', label: 'colère' },
  D: { emotion: 'disgusted', label: 'dégoût' },
  J: { emotion: 'happy', label: 'joie' },
  N: { emotion: 'neutral', label: 'neutre' },
  P: { emotion: 'fearful', label: 'peur' },
  S: { emotion: 'surprised', label: 'surprise' },
  T: { emotion: 'sad', label: 'tristesse' },
};

/** Age in years; actors with odd numbers are men. */
const AGES: Readonly<Record<string, number>> = {
  '01': 46,
  '02': 64,
  '03': 18,
  '04': 50,
  '05': 22,
  '06': 34,
  '07': 15,
  '08': 25,
  '09': 42,
  '10': 20,
  '11': 35,
  '12': 37,
};

const SENTENCES: Readonly<Record<string, { text: string; translation: string }>> = {
  '1': { text: 'Un cheval fou dans mon jardin', translation: 'A mad horse in my garden' },
  '2': { text: 'Deux ânes aigris au pelage brun', translation: 'Two embittered donkeys with a brown coat' },
  '3': { text: 'Trois cygnes aveugles au bord du lac', translation: 'Three blind swans by the lake' },
  '4': { text: 'Quatre vieilles truies éléphantesques', translation: 'Four old elephantine sows' },
  '5': { text: 'Cinq pumas fiers et passionnés', translation: 'Five proud and passionate pumas' },
  '6': { text: 'Six ours aimants domestiqués', translation: 'Six loving domesticated bears' },
};

/**
 * Returns the facts in a name such as `01-C-2-4`: actor, emotion, intensity (1 weak, 2 strong), sentence. Neutral has one intensity.
 *
 * @param path path of the file; only its name matters, since the accents of the folders do not survive every archive.
 */
export function parseCafe(path: string): ClipFacts | NotAClip {
  const { stem } = splitPath(path);
  const match = /^(\d{2})[-_]([A-Z])[-_]([12])[-_](\d)$/i.exec(stem);
  if (!match) return { skip: 'the name is not of the form 01-C-2-4', known: false };
  const [, speaker = '', letter = '', intensity = '', sentence = ''] = match;
  const code = letter.toUpperCase();
  const age = lookUp(AGES, speaker);
  const meaning = lookUp(EMOTIONS, code);
  const words = lookUp(SENTENCES, sentence);
  if (age === undefined) return { skip: `CaFE has no actor ${speaker}`, known: false };
  if (!meaning) return { skip: `CaFE has no emotion letter ${letter}`, known: false };
  if (!words) return { skip: `CaFE has no sentence ${sentence}`, known: false };
  const gender: Gender = Number(speaker) % 2 === 1 ? 'male' : 'female';
  return {
    key: `${speaker}-${code}-${intensity}-${sentence}`,
    speaker,
    gender,
    age,
    ...meaning,
    sentence,
    ...words,
    intensity: code === 'N' ? undefined : intensity === '1' ? 'weak' : 'strong',
  };
}

/** The Canadian French emotional speech dataset. */
export const cafe: CorpusDefinition = {
  card: {
    name: 'cafe',
    title: 'CaFE, the Canadian French emotional speech dataset',
    language: 'fr-CA',
    license: 'CC BY-NC-SA 4.0',
    source:
      'P. Gournay, O. Lahaie and R. Lefebvre, A Canadian French emotional speech dataset, ACM Multimedia Systems 2018; https://doi.org/10.5281/zenodo.1478765',
    benchmark: true,
    published: { clips: 936, speakers: 12 },
  },
  example: 'Joie/Fort/01-J-2-1.wav',
  codes: EMOTIONS,
  parse: parseCafe,
};
