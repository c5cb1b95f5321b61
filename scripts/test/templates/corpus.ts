import { type ClipFacts, type Codes, type CorpusDefinition, lookUp, type NotAClip, splitPath } from '../definition.js';

const EMOTIONS: Codes = {
  a: { emotion: 'angry', label: 'anger' },
  n: { emotion: 'neutral', label: 'neutral' },
};

/**
 * Returns the facts in a name such as `03-a-2`: speaker, emotion, sentence.
 *
 * @param path path of the file; only its name matters.
 */
export function parseTemplate(path: string): ClipFacts | NotAClip {
  const { stem } = splitPath(path);
  const match = /^(\d{2})-([a-z])-(\d)$/.exec(stem);
  if (!match) return { skip: 'the name is not of the form 03-a-2', known: false };
  const [, speaker = '', code = '', sentence = ''] = match;
  const meaning = lookUp(EMOTIONS, code);
  if (!meaning) return { skip: `the template corpus has no emotion letter ${code}`, known: false };
  return { key: stem, speaker, ...meaning, sentence };
}

/** A corpus to start from. */
export const template: CorpusDefinition = {
  card: {
    name: 'template',
    title: 'Template, a corpus to start from',
    language: 'en',
    license: 'CC BY 4.0',
    source: 'A. Author, A corpus, 2026; https://example.com',
    benchmark: true,
  },
  example: '03-a-2.wav',
  codes: EMOTIONS,
  parse: parseTemplate,
};
