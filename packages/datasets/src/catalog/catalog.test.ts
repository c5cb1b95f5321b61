import { isEmotion } from '@ser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CORPORA, CORPUS_NAMES, corpusCard, isCorpusName } from './catalog.js';
import { isClip } from './definition.js';

it('lists the corpora', () => {
  expect(CORPUS_NAMES).toEqual(
    'aesdd ased cafe crema-d emodb emovo esd jl mesd nemo ravdess ravdess-song savee shemo subesco tess urdu'.split(
      ' ',
    ),
  );
  expect(isCorpusName('tess')).toBe(true);
  expect(isCorpusName('toString')).toBe(false);
  expect(isCorpusName(undefined)).toBe(false);
});

describe.each(CORPUS_NAMES)('%s', (name) => {
  const definition = CORPORA[name];

  it('has a complete card under its own name', () => {
    const card = corpusCard(name);
    expect(card).toMatchObject({ name, benchmark: true });
    for (const text of [card.title, card.license, card.source]) expect(text.length).toBeGreaterThan(5);
  });

  it('parses its example, and no other corpus does', () => {
    expect(isClip(definition.parse(definition.example))).toBe(true);
    // Speech and song of RAVDESS follow one scheme of names.
    const family = (corpus: string): string => corpus.replace('-song', '');
    for (const other of CORPUS_NAMES.filter((candidate) => candidate !== name))
      expect(CORPORA[other].parse(definition.example)).toMatchObject({ known: family(other) === family(name) });
  });

  it('reads extensions in any case', () => {
    const [wav, upper, flac] = ['.wav', '.WAV', '.Flac'].map((extension) =>
      definition.parse(definition.example.replace(/\.wav$/, extension)),
    );
    expect(upper).toEqual(wav);
    expect(flac).toEqual(wav);
  });

  it('means something by every code', () => {
    const meanings = Object.values(definition.codes);
    expect(meanings.length).toBeGreaterThan(3);
    for (const { emotion, label } of meanings) expect([isEmotion(emotion), label.length > 2]).toEqual([true, true]);
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
