import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isClip } from '../definition.js';
import { CORPORA, CORPUS_NAMES, corpusCard, isCorpusName } from './corpora.js';

it('lists the corpora', () => {
  expect(CORPUS_NAMES).toEqual(['emodb', 'ravdess', 'tess']);
  expect(isCorpusName('tess')).toBe(true);
  expect(isCorpusName('toString')).toBe(false);
  expect(isCorpusName(undefined)).toBe(false);
});

describe.each(CORPUS_NAMES)('%s', (name) => {
  const definition = CORPORA[name];

  it('has a complete card under its own name', () => {
    const card = corpusCard(name);
    expect(card).toMatchObject({ name, benchmark: true });
    for (const text of [card.title, card.licence, card.source]) expect(text.length).toBeGreaterThan(5);
  });

  it('parses its example, and no other corpus does', () => {
    expect(isClip(definition.parse(definition.example))).toBe(true);
    for (const other of CORPUS_NAMES.filter((candidate) => candidate !== name))
      expect(CORPORA[other].parse(definition.example)).toMatchObject({ known: false });
  });

  it('gives a clip or a reason for any path', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^([\w/.-]{0,30})(\.wav|\.FLAC)?$/)), (path) => {
        const parsed = definition.parse(path);
        return isClip(parsed) ? parsed.key.length > 0 : parsed.skip.length > 0;
      }),
    );
  });
});
