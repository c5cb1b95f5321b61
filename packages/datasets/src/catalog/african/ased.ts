import { type ClipFacts, type Codes, type CorpusDefinition, lookUp, type NotAClip, splitPath } from '../definition.js';

const EMOTIONS: Codes = {
  n: { emotion: 'neutral', label: 'neutral' },
  f: { emotion: 'fearful', label: 'fearful' },
  h: { emotion: 'happy', label: 'happy' },
  s: { emotion: 'sad', label: 'sad' },
  a: { emotion: 'angry', label: 'angry' },
};

/**
 * Returns the facts in a name such as `f2-04-02-01-23`: emotion and number of its folder, sentence, repetition, gender (01 female, 02
 * male), speaker. One file begins with a capital, `S4-04-02-01-29`.
 *
 * Each emotion has five sentences that no other has, and two that all share. Which numbers are shared is not published.
 * The sentence here is therefore the number alone, so that two recordings that may have the same words never count as
 * different sentences.
 *
 * @param path path of the file; only its name matters.
 */
export function parseAsed(path: string): ClipFacts | NotAClip {
  const { stem } = splitPath(path);
  const match = /^([a-z])(\d)-(\d{2})-(\d{2})-(0[12])-(\d{2})$/i.exec(stem);
  if (!match) return { skip: 'the name is not of the form f2-04-02-01-23', known: false };
  const [code = '', , sentence = '', repetition = '', gender = '', speaker = ''] = match
    .slice(1)
    .map((part) => part.toLowerCase());
  const meaning = lookUp(EMOTIONS, code);
  if (!meaning) return { skip: `ASED has no emotion letter ${code}`, known: false };
  return {
    key: stem.toLowerCase(),
    speaker,
    gender: gender === '01' ? 'female' : 'male',
    ...meaning,
    sentence,
    repetition: Number(repetition),
  };
}

/** The Amharic speech emotion dataset. */
export const ased: CorpusDefinition = {
  card: {
    name: 'ased',
    title: 'ASED, the Amharic speech emotion dataset',
    language: 'am',
    license: 'not stated; ask the authors (the paper calls it freely available)',
    source:
      'E. A. Retta, E. Almekhlafi, R. Sutcliffe, M. Mhamed, H. Ali and J. Feng, A new Amharic speech emotion dataset and classification benchmark, ACM TALLIP 22(1), 2023; https://github.com/Ethio2021/ASED_V1',
    benchmark: true,
    published: { clips: 2474, speakers: 65 },
  },
  example: '02Fearful/f2-04-02-01-23.wav',
  codes: EMOTIONS,
  parse: parseAsed,
};
