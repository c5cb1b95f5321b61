import { type ClipFacts, type Codes, type CorpusDefinition, lookUp, type NotAClip, splitPath } from '../definition.js';
import { parseEsdTexts } from '../label-files/esd-texts.js';

const EMOTIONS: Codes = {
  neutral: { emotion: 'neutral', label: 'neutral' },
  angry: { emotion: 'angry', label: 'angry' },
  happy: { emotion: 'happy', label: 'happy' },
  sad: { emotion: 'sad', label: 'sad' },
  surprise: { emotion: 'surprised', label: 'surprise' },
};

/** Number of texts: every speaker says the same texts of a language once in each emotion, in the order above. */
const TEXTS = 350;
const IN_ORDER = Object.keys(EMOTIONS);

/** 0001 to 0010 speak Mandarin, 0011 to 0020 English. */
const FIRST_ENGLISH = 11;
const LAST = 20;
const MEN: ReadonlySet<number> = new Set([4, 5, 6, 8, 10, 11, 12, 13, 14, 20]);

const SPLITS: ReadonlySet<string> = new Set(['train', 'evaluation', 'test']);

/**
 * Returns the facts in a path such as `0011/Angry/train/0011_000351.wav`: speaker and number, 350 numbers
 * for each emotion. The split is that of the folder, if there is one: `evaluation` is the validation part.
 *
 * @param path path of the file; a folder named after an emotion around it must agree with the number.
 */
export function parseEsd(path: string): ClipFacts | NotAClip {
  const { folders, stem } = splitPath(path);
  const match = /^(\d{4})_(\d{6})$/.exec(stem);
  if (!match) return { skip: 'the name is not of the form 0011_000351', known: false };
  const [, speaker = '', digits = ''] = match;
  const person = Number(speaker);
  const index = Number(digits) - 1;
  const code = IN_ORDER[Math.floor(index / TEXTS)];
  const meaning = lookUp(EMOTIONS, code ?? '');
  if (person < 1 || person > LAST) return { skip: `ESD has no speaker ${speaker}`, known: false };
  if (!meaning) return { skip: `ESD has no recording ${digits}`, known: false };
  const around = folders.map((folder) => folder.toLowerCase());
  const folder = around.filter((name) => Object.hasOwn(EMOTIONS, name)).at(-1);
  if (folder !== undefined && folder !== code)
    return { skip: `the folder says ${folder}, the number ${code}`, known: true };
  const language = person < FIRST_ENGLISH ? 'zh' : 'en';
  const split = around.filter((name) => SPLITS.has(name)).at(-1);
  return {
    key: stem,
    language,
    speaker,
    gender: MEN.has(person) ? 'male' : 'female',
    ...meaning,
    sentence: `${language}-${String((index % TEXTS) + 1).padStart(3, '0')}`,
    split,
  };
}

/** The emotional speech database, in Mandarin and English. */
export const esd: CorpusDefinition = {
  card: {
    name: 'esd',
    title: 'ESD, the emotional speech database (Mandarin and English)',
    language: 'mul',
    license: 'research purposes only (the repository holds an MIT license with that condition)',
    source:
      'K. Zhou, B. Sisman, R. Liu and H. Li, Seen and unseen emotional style transfer for voice conversion with a new emotional speech dataset, ICASSP 2021; https://github.com/HLTSingapore/Emotional-Speech-Data',
    benchmark: true,
    published: { clips: 35_000, speakers: 20 },
  },
  example: '0011/Angry/train/0011_000351.wav',
  codes: EMOTIONS,
  parse: parseEsd,
  labelFiles: Array.from({ length: LAST }, (_, index) => ({
    name: `${String(index + 1).padStart(4, '0')}.txt`,
    encoding: index + 1 < FIRST_ENGLISH ? 'gb18030' : 'windows-1252',
    maxBytes: 1 << 20,
    parse: parseEsdTexts,
  })),
};
