import type { Gender, Utterance } from '../../corpus/corpus.js';
import { type ClipFacts, type Codes, type CorpusDefinition, lookUp, type NotAClip, splitPath } from '../definition.js';
import { parseCremaDVotes } from '../label-files/crema-d-votes.js';

const EMOTIONS: Codes = {
  ANG: { emotion: 'angry', label: 'anger' },
  DIS: { emotion: 'disgusted', label: 'disgust' },
  FEA: { emotion: 'fearful', label: 'fear' },
  HAP: { emotion: 'happy', label: 'happy' },
  NEU: { emotion: 'neutral', label: 'neutral' },
  SAD: { emotion: 'sad', label: 'sad' },
};

const SENTENCES: Readonly<Record<string, string>> = {
  DFA: "Don't forget a jacket.",
  IEO: "It's eleven o'clock.",
  IOM: "I'm on my way to the meeting.",
  ITH: "I think I have a doctor's appointment.",
  ITS: "I think I've seen this before.",
  IWL: 'I would like a new alarm clock.',
  IWW: 'I wonder what this is about.',
  MTI: 'Maybe tomorrow it will be cold.',
  TAI: 'The airplane is almost full.',
  TIE: 'That is exactly what happened.',
  TSI: 'The surface is slick.',
  WSI: "We'll stop in a couple of minutes.",
};

/** `XX` is not specified. */
const LEVELS: Readonly<Record<string, { intensity?: NonNullable<Utterance['intensity']> }>> = {
  LO: { intensity: 'weak' },
  MD: { intensity: 'normal' },
  HI: { intensity: 'strong' },
  XX: {},
};

const FIRST_ACTOR = 1001;
/** Age and gender of the actors 1001, 1002 … as `VideoDemographics.csv` states them. */
const ACTORS: readonly { age: number; gender: Gender }[] = (
  '51m 21f 21f 42f 29m 58f 38f 46f 24f 27f 32m 23f 22f 24m 32m 61m 42m 25f 29m 61f 30f 22m 22m 59f 48f 33m 44m 57f ' +
  '33f 42f 31m 30m 31m 74m 48m 49m 45f 21m 51m 42m 42m 37m 25f 40m 22m 22f 22f 38m 25f 62m 56m 33f 35f 36f 57f 52f ' +
  '25m 36f 21m 28f 51f 56m 33f 53m 38m 25m 66m 34m 27m 25m 41m 33f 24f 31f 40f 25f 20m 21f 21f 21m 30m 20f 45m 46f ' +
  '34m 33m 62m 23m 24f 50m 29f'
)
  .split(' ')
  .map((actor) => ({ age: Number.parseInt(actor, 10), gender: actor.endsWith('f') ? 'female' : 'male' }));

/**
 * Returns the facts in a name such as `1001_DFA_ANG_XX`: actor, sentence, emotion, level (low, medium, high, not specified). Downloads
 * from before October 2022 have one name with a single letter, `1040_ITH_SAD_X`.
 *
 * @param path path of the file; only its name matters.
 */
export function parseCremaD(path: string): ClipFacts | NotAClip {
  const { stem } = splitPath(path);
  const match = /^(\d{4})_([A-Z]{3})_([A-Z]{3})_(LO|MD|HI|XX?)$/i.exec(stem);
  if (!match) return { skip: 'the name is not of the form 1001_DFA_ANG_XX', known: false };
  const [speaker = '', sentence = '', code = '', letters = ''] = match.slice(1).map((part) => part.toUpperCase());
  const level = letters === 'X' ? 'XX' : letters;
  const actor = ACTORS[Number(speaker) - FIRST_ACTOR];
  const text = lookUp(SENTENCES, sentence);
  const meaning = lookUp(EMOTIONS, code);
  if (!actor) return { skip: `CREMA-D has no actor ${speaker}`, known: false };
  if (text === undefined) return { skip: `CREMA-D has no sentence ${sentence}`, known: false };
  if (!meaning) return { skip: `CREMA-D has no emotion ${code}`, known: false };
  const key = [speaker, sentence, code, level].join('_');
  return { key, speaker, ...actor, ...meaning, sentence, text, ...lookUp(LEVELS, level) };
}

/** The crowd-sourced emotional multimodal actors dataset. */
export const cremaD: CorpusDefinition = {
  card: {
    name: 'crema-d',
    title: 'CREMA-D, the crowd-sourced emotional multimodal actors dataset',
    language: 'en-US',
    license: 'Open Database License 1.0, contents under the Database Contents License 1.0',
    source:
      'H. Cao, D. G. Cooper, M. K. Keutmann, R. C. Gur, A. Nenkova and R. Verma, CREMA-D: crowd-sourced emotional multimodal actors dataset, IEEE Transactions on Affective Computing 5(4), 2014; https://github.com/CheyneyComputerScience/CREMA-D',
    benchmark: true,
    published: { clips: 7442, speakers: 91 },
  },
  example: 'AudioWAV/1001_DFA_ANG_XX.wav',
  codes: EMOTIONS,
  parse: parseCremaD,
  // Counts say more than winners, so they come last and replace them.
  labelFiles: ['votes.tsv', 'summarytable.csv', 'tabulatedvotes.csv'].map((name) => ({
    name,
    encoding: 'utf-8',
    maxBytes: 1 << 23,
    parse: parseCremaDVotes,
  })),
};
