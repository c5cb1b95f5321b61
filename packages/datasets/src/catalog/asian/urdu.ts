import { type ClipFacts, type Codes, type CorpusDefinition, lookUp, type NotAClip, splitPath } from '../definition.js';

const EMOTIONS: Codes = {
  A: { emotion: 'angry', label: 'angry' },
  H: { emotion: 'happy', label: 'happy' },
  N: { emotion: 'neutral', label: 'neutral' },
  S: { emotion: 'sad', label: 'sad' },
};

/**
 * Returns the facts in a name such as `SM5_F61_N089`: gender and number of the speaker, number of the file, emotion and number. The
 * recordings are from talk shows, with different words in each.
 *
 * @param path path of the file; a folder named after an emotion directly around it must agree with the name.
 */
export function parseUrdu(path: string): ClipFacts | NotAClip {
  const { folders, stem } = splitPath(path);
  const match = /^S([FM])(\d{1,2})_F(\d{1,3})_([A-Z])(\d{1,4})$/i.exec(stem);
  if (!match) return { skip: 'the name is not of the form SM5_F61_N089', known: false };
  const [gender = '', person = '', , code = ''] = match.slice(1).map((part) => part.toUpperCase());
  const meaning = lookUp(EMOTIONS, code);
  if (!meaning) return { skip: `URDU has no emotion letter ${code}`, known: false };
  const folder = folders.at(-1)?.toLowerCase() ?? '';
  if (folder !== meaning.label && Object.values(EMOTIONS).some(({ label }) => label === folder))
    return { skip: `the folder says ${folder}, the name ${meaning.label}`, known: true };
  return {
    key: stem.toUpperCase(),
    speaker: `S${gender}${Number(person)}`,
    gender: gender === 'F' ? 'female' : 'male',
    ...meaning,
  };
}

/** The URDU dataset of spontaneous emotional speech. */
export const urdu: CorpusDefinition = {
  card: {
    name: 'urdu',
    title: 'URDU, spontaneous emotional speech from Urdu talk shows',
    language: 'ur',
    license: 'research purposes only',
    source:
      'S. Latif, A. Qayyum, M. Usman and J. Qadir, Cross lingual speech emotion recognition: Urdu vs. Western languages, FIT 2018; https://github.com/siddiquelatif/URDU-Dataset',
    benchmark: true,
    // The paper speaks of 38 speakers; the files name 29.
    published: { clips: 400, speakers: 29 },
  },
  example: 'Neutral/SM5_F61_N089.wav',
  codes: EMOTIONS,
  parse: parseUrdu,
};
