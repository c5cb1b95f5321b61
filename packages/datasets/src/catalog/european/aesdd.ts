import { type ClipFacts, type Codes, type CorpusDefinition, lookUp, type NotAClip, splitPath } from '../definition.js';

const EMOTIONS: Codes = {
  a: { emotion: 'angry', label: 'anger' },
  d: { emotion: 'disgusted', label: 'disgust' },
  f: { emotion: 'fearful', label: 'fear' },
  h: { emotion: 'happy', label: 'happiness' },
  s: { emotion: 'sad', label: 'sadness' },
};

/** The last utterance of each actor is improvised; all others are the same for everybody. */
const IMPROVISED = 20;

/**
 * Returns the facts in a name such as `a06 (5)b`: emotion, utterance, speaker, and a letter where more than one take was kept. Some
 * speakers are written with two digits, `f10 (01)`.
 *
 * @param path path of the file; a folder named after an emotion directly around it must agree with the name.
 */
export function parseAesdd(path: string): ClipFacts | NotAClip {
  const { folders, stem } = splitPath(path);
  const match = /^([adfhs])(\d{2})\s*\((\d{1,2})\)\s*([a-z]?)$/i.exec(stem);
  const meaning = lookUp(EMOTIONS, match?.[1]?.toLowerCase() ?? '');
  if (!match || !meaning) return { skip: 'the name is not of the form a06 (5)', known: false };
  const utterance = Number(match[2]);
  const speaker = String(Number(match[3]));
  const take = match[4]?.toLowerCase() ?? '';
  if (utterance < 1 || utterance > IMPROVISED) return { skip: `AESDD has no utterance ${match[2]}`, known: false };
  const folder = folders.at(-1)?.toLowerCase() ?? '';
  if (folder !== meaning.label && Object.values(EMOTIONS).some(({ label }) => label === folder))
    return { skip: `the folder says ${folder}, the name ${meaning.label}`, known: true };
  return {
    key: `${match[1]?.toLowerCase()}${match[2]}-${speaker}${take}`,
    speaker,
    ...meaning,
    sentence: utterance < IMPROVISED ? String(utterance).padStart(2, '0') : undefined,
    version: take || undefined,
  };
}

/** The acted emotional speech dynamic database. Genders are not published speaker by speaker. */
export const aesdd: CorpusDefinition = {
  card: {
    name: 'aesdd',
    title: 'AESDD, the acted emotional speech dynamic database',
    language: 'el',
    license: 'not stated; ask the authors (a mirror says CC BY 4.0)',
    source:
      'N. Vryzas, R. Kotsakis, A. Liatsou, C. Dimoulas and G. Kalliris, Speech emotion recognition for performance interaction, Journal of the Audio Engineering Society 66(6), 2018; http://m3c.web.auth.gr/research/aesdd-speech-emotion-recognition',
    benchmark: true,
    // Of 605 files, one has no sound.
    published: { clips: 604, speakers: 6 },
  },
  example: 'anger/a01 (1).wav',
  codes: EMOTIONS,
  parse: parseAesdd,
  // sadness/s05 (3).wav was published without its sound.
  doubtful: ['s05-3'],
};
