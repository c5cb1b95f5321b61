import type { Gender } from '../../corpus/corpus.js';
import { type ClipFacts, type Codes, type CorpusDefinition, lookUp, type NotAClip, splitPath } from '../definition.js';

const EMOTIONS: Codes = {
  dis: { emotion: 'disgusted', label: 'disgusto' },
  gio: { emotion: 'happy', label: 'gioia' },
  neu: { emotion: 'neutral', label: 'neutro' },
  pau: { emotion: 'fearful', label: 'paura' },
  rab: { emotion: 'angry', label: 'rabbia' },
  sor: { emotion: 'surprised', label: 'sorpresa' },
  tri: { emotion: 'sad', label: 'tristezza' },
};

const SPEAKERS: Readonly<Record<string, { gender: Gender; age: number }>> = {
  f1: { gender: 'female', age: 28 },
  f2: { gender: 'female', age: 23 },
  f3: { gender: 'female', age: 25 },
  m1: { gender: 'male', age: 30 },
  m2: { gender: 'male', age: 27 },
  m3: { gender: 'male', age: 30 },
};

/** Short (b), long (l) and nonsense (n) sentences, and questions (d). */
const SENTENCES: Readonly<Record<string, string>> = {
  b1: 'Gli operai si alzano presto.',
  b2: 'I vigili sono muniti di pistola.',
  b3: 'La cascata fa molto rumore.',
  l1: "L'autunno prossimo Tony partirà per la Spagna nella prima metà di ottobre.",
  l2: 'Ora prendo la felpa di là ed esco per fare una passeggiata.',
  l3: "Un attimo dopo s'è incamminato ed è inciampato.",
  l4: 'Vorrei il numero telefonico del Signor Piatti.',
  n1: 'La casa forte vuole col pane.',
  n2: "La forza trova il passo e l'aglio rosso.",
  n3: 'Il gatto sta scorrendo nella pera.',
  n4: "Insalata pastasciutta coscia d'agnello limoncello.",
  n5: 'Uno quarantatré dieci mille cinquantasette venti.',
  d1: 'Sabato sera cosa farà?',
  d2: 'Porti con te quella cosa?',
};

/**
 * Returns the facts in a name such as `dis-f1-b1`: emotion, speaker, sentence.
 *
 * @param path path of the file; a folder such as `f1` directly around it must agree with the name.
 */
export function parseEmovo(path: string): ClipFacts | NotAClip {
  const { folders, stem } = splitPath(path);
  const match = /^([a-z]{3})[-_]([fm]\d)[-_]([a-z]\d)$/i.exec(stem);
  if (!match) return { skip: 'the name is not of the form dis-f1-b1', known: false };
  const [code = '', speaker = '', sentence = ''] = match.slice(1).map((part) => part.toLowerCase());
  const meaning = lookUp(EMOTIONS, code);
  const person = lookUp(SPEAKERS, speaker);
  const text = lookUp(SENTENCES, sentence);
  if (!meaning) return { skip: `EMOVO has no emotion ${code}`, known: false };
  if (!person) return { skip: `EMOVO has no speaker ${speaker}`, known: false };
  if (text === undefined) return { skip: `EMOVO has no sentence ${sentence}`, known: false };
  const folder = folders.at(-1)?.toLowerCase() ?? '';
  if (folder !== speaker && lookUp(SPEAKERS, folder))
    return { skip: `the folder says speaker ${folder}, the name ${speaker}`, known: true };
  return { key: `${code}-${speaker}-${sentence}`, speaker, ...person, ...meaning, sentence, text };
}

/** The Italian emotional speech database. */
export const emovo: CorpusDefinition = {
  card: {
    name: 'emovo',
    title: 'EMOVO, the Italian emotional speech database',
    language: 'it',
    license: 'not stated; ask the authors',
    source:
      'G. Costantini, I. Iaderola, A. Paoloni and M. Todisco, EMOVO corpus: an Italian emotional speech database, LREC 2014; http://voice.fub.it/activities/corpora/emovo/index.html',
    benchmark: true,
    published: { clips: 588, speakers: 6 },
  },
  example: 'f1/dis-f1-b1.wav',
  codes: EMOTIONS,
  parse: parseEmovo,
  // The channels are two microphones, one delayed: their mean would be a comb filter.
  mono: { channel: 0 },
};
