import { type ClipFacts, type Codes, type CorpusDefinition, lookUp, type NotAClip, splitPath } from '../definition.js';

const EMOTIONS: Codes = {
  a: { emotion: 'angry', label: 'anger' },
  d: { emotion: 'disgusted', label: 'disgust' },
  f: { emotion: 'fearful', label: 'fear' },
  h: { emotion: 'happy', label: 'happiness' },
  n: { emotion: 'neutral', label: 'neutral' },
  sa: { emotion: 'sad', label: 'sadness' },
  su: { emotion: 'surprised', label: 'surprise' },
};

const SPEAKER = /^(DC|JE|JK|KL)$/i;
/** The first three sentences are the same in all emotions; the others belong to one emotion each. */
const COMMON = 3;

/**
 * Returns the facts in a path such as `DC/a01` or, as other downloads have it, `DC_a01`: speaker, emotion, sentence. All speakers are
 * men.
 *
 * @param path path of the file; the folder directly around it names the speaker if the name does not, and must agree
 * with the name if it does.
 */
export function parseSavee(path: string): ClipFacts | NotAClip {
  const { folders, stem } = splitPath(path);
  const match = /^(?:(DC|JE|JK|KL)_?)?(a|d|f|h|n|sa|su)(\d{2})$/i.exec(stem);
  const folder = SPEAKER.exec(folders.at(-1) ?? '')?.[1]?.toUpperCase();
  const named = match?.[1]?.toUpperCase();
  const speaker = named ?? folder;
  const code = match?.[2]?.toLowerCase() ?? '';
  const meaning = lookUp(EMOTIONS, code);
  if (!match || !meaning || speaker === undefined)
    return { skip: 'the path is not of the form DC/a01 or DC_a01', known: false };
  const digits = match[3] ?? '';
  const sentence = Number(digits);
  if (sentence < 1 || sentence > (code === 'n' ? 30 : 15))
    return { skip: `SAVEE has no sentence ${code}${digits}`, known: false };
  if (folder !== undefined && folder !== speaker)
    return { skip: `the folder says speaker ${folder}, the name ${speaker}`, known: true };
  return {
    key: `${speaker}_${code}${digits}`,
    speaker,
    gender: 'male',
    ...meaning,
    sentence: sentence <= COMMON ? `common${digits}` : `${code}${digits}`,
  };
}

/** The Surrey audio-visual expressed emotion database, audio only. */
export const savee: CorpusDefinition = {
  card: {
    name: 'savee',
    title: 'SAVEE, the Surrey audio-visual expressed emotion database',
    language: 'en-GB',
    license: 'free of charge for research only, after registration',
    source:
      'S. Haq and P. J. B. Jackson, Multimodal emotion recognition, in: Machine audition, IGI Global, 2010; http://kahlan.eps.surrey.ac.uk/savee',
    benchmark: true,
    published: { clips: 480, speakers: 4 },
  },
  example: 'AudioData/DC/a01.wav',
  codes: EMOTIONS,
  parse: parseSavee,
};
