import { type ClipFacts, type Codes, type CorpusDefinition, lookUp, type NotAClip, splitPath } from '../definition.js';

const EMOTIONS: Codes = {
  A: { emotion: 'angry', label: 'anger' },
  F: { emotion: 'fearful', label: 'fear' },
  H: { emotion: 'happy', label: 'happiness' },
  N: { emotion: 'neutral', label: 'neutral' },
  S: { emotion: 'sad', label: 'sadness' },
  W: { emotion: 'surprised', label: 'surprise' },
};

/**
 * Returns the facts in a name such as `F21A43`: gender and number of the speaker, emotion (W is surprise), number of the recording.
 * The sentences are from radio plays, a different one in each recording.
 *
 * @param path path of the file; a folder `female` or `male` directly around it must agree with the name.
 */
export function parseShemo(path: string): ClipFacts | NotAClip {
  const { folders, stem } = splitPath(path);
  const match = /^([FM]\d{2})([A-Z])(\d{2,3})$/i.exec(stem);
  if (!match) return { skip: 'the name is not of the form F21A43', known: false };
  const [speaker = '', code = ''] = match.slice(1).map((part) => part.toUpperCase());
  const meaning = lookUp(EMOTIONS, code);
  if (!meaning) return { skip: `ShEMO has no emotion letter ${code}`, known: false };
  const gender = speaker.startsWith('F') ? 'female' : 'male';
  const folder = /^(fe)?male$/i.exec(folders.at(-1) ?? '')?.[0].toLowerCase();
  if (folder !== undefined && folder !== gender)
    return { skip: `the folder says ${folder}, the name ${gender}`, known: true };
  return { key: stem.toUpperCase(), speaker, gender, ...meaning };
}

/** The Sharif emotional speech database. */
export const shemo: CorpusDefinition = {
  card: {
    name: 'shemo',
    title: 'ShEMO, the Sharif emotional speech database',
    language: 'fa',
    license: 'Apache 2.0, as its first author redistributes it; cite the paper',
    source:
      'O. Mohamad Nezami, P. Jamshid Lou and M. Karami, ShEMO: a large-scale validated database for Persian speech emotion detection, Language Resources and Evaluation 53(1), 2019; https://github.com/pariajm/sharif-emotional-speech-dataset',
    benchmark: true,
    published: { clips: 3000, speakers: 87 },
  },
  example: 'female/F21A43.wav',
  codes: EMOTIONS,
  parse: parseShemo,
};
