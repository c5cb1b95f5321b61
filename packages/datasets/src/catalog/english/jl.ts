import { type ClipFacts, type Codes, type CorpusDefinition, lookUp, type NotAClip, splitPath } from '../definition.js';

/** Five primary and five secondary emotions. */
const EMOTIONS: Codes = {
  angry: { emotion: 'angry', label: 'angry' },
  excited: { emotion: 'excited', label: 'excited' },
  happy: { emotion: 'happy', label: 'happy' },
  neutral: { emotion: 'neutral', label: 'neutral' },
  sad: { emotion: 'sad', label: 'sad' },
  anxious: { emotion: 'anxious', label: 'anxious' },
  apologetic: { emotion: 'apologetic', label: 'apologetic' },
  assertive: { emotion: 'assertive', label: 'assertive' },
  concerned: { emotion: 'concerned', label: 'concerned' },
  encouraging: { emotion: 'encouraging', label: 'encouraging' },
};

/**
 * Returns the facts in a name such as `female1_angry_10a_1`: speaker, emotion, number and letter of the sentence, repetition.
 *
 * Which letters and emotions share their words is not published. The sentence here is therefore the number alone, so that
 * two recordings that may have the same words never count as different sentences.
 *
 * @param path path of the file; only its name matters.
 */
export function parseJl(path: string): ClipFacts | NotAClip {
  const { stem } = splitPath(path);
  const match = /^((?:fe)?male)([12])_([a-z]+)_(\d{1,2})([ab])_([12])$/i.exec(stem);
  if (!match) return { skip: 'the name is not of the form female1_angry_10a_1', known: false };
  const [gender = '', person = '', code = '', digits = '', version = '', repetition = ''] = match
    .slice(1)
    .map((part) => part.toLowerCase());
  const meaning = lookUp(EMOTIONS, code);
  if (!meaning) return { skip: `the JL corpus has no emotion ${code}`, known: false };
  const sentence = String(Number(digits));
  return {
    key: `${gender}${person}_${code}_${sentence}${version}_${repetition}`,
    speaker: `${gender}${person}`,
    gender: gender === 'female' ? 'female' : 'male',
    ...meaning,
    sentence,
    version,
    repetition: Number(repetition),
  };
}

/** The JL corpus of New Zealand English, for human-robot interaction. */
export const jl: CorpusDefinition = {
  card: {
    name: 'jl',
    title: 'JL corpus of emotional New Zealand English',
    language: 'en-NZ',
    license: 'CC0 1.0',
    source:
      'J. James, L. Tian and C. I. Watson, An open source emotional speech corpus for human robot interaction applications, Interspeech 2018; https://www.kaggle.com/datasets/tli725/jl-corpus',
    benchmark: true,
    published: { clips: 2400, speakers: 4 },
  },
  example: 'Raw JL corpus (unchecked and unannotated)/JL(wav+txt)/female1_angry_10a_1.wav',
  codes: EMOTIONS,
  parse: parseJl,
};
