import { type ClipFacts, type Codes, type CorpusDefinition, lookUp, type NotAClip, splitPath } from '../definition.js';

const EMOTIONS: Codes = {
  ANGRY: { emotion: 'angry', label: 'anger' },
  DISGUST: { emotion: 'disgusted', label: 'disgust' },
  FEAR: { emotion: 'fearful', label: 'fear' },
  HAPPY: { emotion: 'happy', label: 'happiness' },
  NEUTRAL: { emotion: 'neutral', label: 'neutral' },
  SAD: { emotion: 'sad', label: 'sadness' },
  SURPRISE: { emotion: 'surprised', label: 'surprise' },
};

const SENTENCES = 10;

/**
 * Returns the facts in a name such as `F_01_OISHI_S_10_ANGRY_1`: gender, number and name of the speaker, unit (S, sentence) and its
 * number, emotion, repetition. Women and men are numbered separately.
 *
 * @param path path of the file; only its name matters.
 */
export function parseSubesco(path: string): ClipFacts | NotAClip {
  const { stem } = splitPath(path);
  const match = /^([FM])_(\d{2})_([^_]+)_S_(\d{1,2})_([A-Z]+)_(\d)$/i.exec(stem);
  if (!match) return { skip: 'the name is not of the form F_01_OISHI_S_10_ANGRY_1', known: false };
  const [gender = '', person = '', name = '', digits = '', code = '', repetition = ''] = match
    .slice(1)
    .map((part) => part.toUpperCase());
  const meaning = lookUp(EMOTIONS, code);
  const sentence = Number(digits);
  if (!meaning) return { skip: `SUBESCO has no emotion ${code}`, known: false };
  if (sentence < 1 || sentence > SENTENCES) return { skip: `SUBESCO has no sentence ${digits}`, known: false };
  return {
    key: `${gender}_${person}_${name}_S_${sentence}_${code}_${repetition}`,
    speaker: `${gender}_${person}`,
    gender: gender === 'F' ? 'female' : 'male',
    ...meaning,
    sentence: String(sentence),
    repetition: Number(repetition),
  };
}

/** The SUST Bangla emotional speech corpus. */
export const subesco: CorpusDefinition = {
  card: {
    name: 'subesco',
    title: 'SUBESCO, the SUST Bangla emotional speech corpus',
    language: 'bn',
    license: 'CC BY 4.0',
    source:
      'S. Sultana, M. S. Rahman, M. R. Selim and M. Z. Iqbal, SUST Bangla emotional speech corpus (SUBESCO): an audio-only emotional speech corpus for Bangla, PLoS ONE 16(4), 2021; https://doi.org/10.5281/zenodo.4526477',
    benchmark: true,
    published: { clips: 7000, speakers: 20 },
  },
  example: 'F_01_OISHI_S_10_ANGRY_1.wav',
  codes: EMOTIONS,
  parse: parseSubesco,
};
