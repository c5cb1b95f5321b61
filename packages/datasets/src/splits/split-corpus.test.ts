import { SerError } from '@ser/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureCorpus } from '../../test/fixture-corpus.js';
import { combineCorpora } from '../corpus/combine-corpora.js';
import type { Corpus } from '../corpus/corpus.js';
import { auditSplit } from './audit/audit-split.js';
import { findProtocol, protocolsFor } from './protocols/find-protocol.js';
import { type Split, splitCorpus } from './split-corpus.js';

const actors = Array.from({ length: 24 }, (_, i) => String(i + 1).padStart(2, '0'));
const ravdess = fixtureCorpus({ name: 'ravdess', speakers: actors });
const tess = fixtureCorpus({ name: 'tess', speakers: ['OAF', 'YAF'] });
const small = fixtureCorpus();

const speakersIn = (corpus: Corpus, ids: readonly string[]): string[] => {
  const speakerOf = new Map(corpus.utterances.map(({ id, speaker }) => [id, speaker]));
  return [...new Set(ids.map((id) => speakerOf.get(id) ?? '?'))].sort();
};

/** Every utterance is tested once and trained on in all other folds. */
const expectPartition = (corpus: Corpus, { folds }: Split): void => {
  const all = corpus.utterances.map(({ id }) => id).sort();
  expect(folds.flatMap(({ test }) => test).sort()).toEqual(all);
  for (const { train, test } of folds) expect([...train, ...test].sort()).toEqual(all);
};

describe('loso', () => {
  it('tests each speaker once', () => {
    const split = splitCorpus(small, 'loso');
    expect(split).toMatchObject({ protocol: 'loso', corpus: 'fixture', speakerIndependent: true });
    expect(split).toMatchObject({ warning: undefined, seed: undefined });
    expect(split.folds.map(({ name }) => name)).toEqual(['speaker a', 'speaker b', 'speaker c', 'speaker d']);
    for (const [i, { test }] of split.folds.entries()) expect(speakersIn(small, test)).toEqual(['abcd'[i]]);
    expectPartition(small, split);
  });
});

describe('emobox-6', () => {
  it('has the test actors of the benchmark', () => {
    const split = splitCorpus(ravdess, 'emobox-6');
    expect(split.folds.map(({ test }) => speakersIn(ravdess, test).map(Number))).toEqual([
      [1, 11, 20, 21],
      [4, 10, 12, 14],
      [8, 9, 19, 23],
      [3, 5, 7, 24],
      [2, 15, 16, 18],
      [6, 13, 17, 22],
    ]);
    expectPartition(ravdess, split);
  });

  it('is for the whole of RAVDESS alone', () => {
    expect(() => splitCorpus(tess, 'emobox-6')).toThrow(
      'protocol emobox-6 does not fit tess: it is defined for ravdess alone',
    );
    const part = fixtureCorpus({ name: 'ravdess', speakers: actors.slice(2) });
    expect(() => splitCorpus(part, 'emobox-6')).toThrow('it needs all 24 actors, and 01, 02 are missing');
  });
});

describe('cross-speaker', () => {
  it('trains on one speaker and tests on the other, and the reverse', () => {
    const split = splitCorpus(tess, 'cross-speaker');
    expect(split.folds.map(({ name, train, test }) => [name, speakersIn(tess, train), speakersIn(tess, test)])).toEqual(
      [
        ['OAF to YAF', ['OAF'], ['YAF']],
        ['YAF to OAF', ['YAF'], ['OAF']],
      ],
    );
  });

  it('is for two speakers', () => {
    expect(() => splitCorpus(small, 'cross-speaker')).toThrow('it is for two speakers, and the corpus has 4');
  });
});

describe('speaker-<k>', () => {
  it('deals speakers evenly, by gender too, and by seed', () => {
    const split = splitCorpus(ravdess, 'speaker-4', { seed: 3 });
    expect(split).toMatchObject({ speakerIndependent: true, seed: 3 });
    for (const { test } of split.folds) {
      const odd = speakersIn(ravdess, test).filter((actor) => Number(actor) % 2 === 1);
      expect([speakersIn(ravdess, test).length, odd.length]).toEqual([6, 3]);
    }
    expectPartition(ravdess, split);
    expect(splitCorpus(ravdess, 'speaker-4', { seed: 3 })).toEqual(split);
    expect(splitCorpus(ravdess, 'speaker-4', { seed: 4 }).folds).not.toEqual(split.folds);
  });

  it('needs as many speakers as folds', () => {
    expect(() => splitCorpus(small, 'speaker-5')).toThrow('the number of folds must be 2 to 4, the number of speakers');
    expect(() => splitCorpus(small, 'speaker-1')).toThrow('the number of folds must be 2 to 4');
  });
});

describe('random-<k>', () => {
  it('shuffles utterances by seed and warns that speakers are shared', () => {
    const split = splitCorpus(ravdess, 'random-10', { seed: 1 });
    expect(split.speakerIndependent).toBe(false);
    expect(split.warning).toMatch(/^speakers shared/);
    const sizes = split.folds.map(({ test }) => test.length).sort();
    expect(sizes).toEqual([14, 14, 14, 14, 14, 14, 15, 15, 15, 15]);
    expectPartition(ravdess, split);
    expect(splitCorpus(ravdess, 'random-10', { seed: 2 }).folds).not.toEqual(split.folds);
    expect(splitCorpus(ravdess, 'random-10').seed).toBe(0);
  });

  it('keeps equal sounds on the same side, whatever the seed', () => {
    const paths = small.utterances.map(({ path }) => path);
    const duplicates = [1, 2, 3].map((i) => ({ path: paths[i * 3]!, of: paths[0]!, kept: true }));
    const corpus = fixtureCorpus({ duplicates });
    const group = new Set([0, 3, 6, 9].map((i) => corpus.utterances[i]!.id));
    for (let seed = 0; seed < 50; seed++) {
      const { folds } = splitCorpus(corpus, 'random-4', { seed });
      expect(folds.map(({ test }) => test.filter((id) => group.has(id)).length).sort()).toEqual([0, 0, 0, 4]);
    }
  });
});

describe('cross-corpus', () => {
  it('tests each of the combined corpora once', () => {
    const both = combineCorpora([ravdess, tess]);
    const split = splitCorpus(both, 'cross-corpus');
    expect(split.folds.map(({ name, train, test }) => [name, train.length, test.length])).toEqual([
      ['test on ravdess', 12, 144],
      ['test on tess', 144, 12],
    ]);
    expectPartition(both, split);
  });

  it('needs combined corpora', () => {
    expect(() => splitCorpus(tess, 'cross-corpus')).toThrow(
      'it holds one corpus, or corpora of the same people; combine two or more',
    );
  });

  it('tests the spoken and the sung part of RAVDESS together: they are of the same actors', () => {
    const song = fixtureCorpus({ name: 'ravdess-song', speakers: actors });
    expect(splitCorpus(combineCorpora([ravdess, song, tess]), 'cross-corpus').folds.map(({ name }) => name)).toEqual([
      'test on ravdess + ravdess-song',
      'test on tess',
    ]);
    expect(() => splitCorpus(combineCorpora([ravdess, song]), 'cross-corpus')).toThrow('corpora of the same people');
  });
});

it('names the protocols that fit in the hint', () => {
  try {
    splitCorpus(tess, 'emobox-6');
    expect.unreachable();
  } catch (error) {
    expect((error as SerError).hint).toBe('These protocols fit tess: cross-speaker, loso, speaker-2, random-10.');
  }
});

it('prefers the protocol that results should be quoted with', () => {
  const names = (corpus: Corpus): string[] => protocolsFor(corpus).map(({ name }) => name);
  expect(names(ravdess)).toEqual(['emobox-6', 'speaker-5', 'loso', 'random-10']);
  expect(names(tess)[0]).toBe('cross-speaker');
  expect(names(small)).toEqual(['loso', 'speaker-4', 'random-10']);
  expect(names(combineCorpora([ravdess, tess]))[0]).toBe('cross-corpus');
  expect(names(fixtureCorpus({ speakers: ['only'], sentences: 1 }))).toEqual([]);
});

it.each([
  'kfold',
  'group-5',
  'group-5:',
  'stratified-0:emotion',
  'random-5:emotion',
  'random-0',
  'random-x',
  'speaker--1',
  'speaker-9999999',
  '',
  'LOSO',
])('refuses the protocol %j', (name) => {
  expect(() => findProtocol(name)).toThrow(
    'protocol must be loso, emobox-6, cross-speaker, cross-corpus, given, test-speakers:<names>, speaker-<k>, sentence-<k>, group-<k>:<column>, stratified-<k>, stratified-<k>:<columns> or random-<k>',
  );
});

it('suggests the nearest protocol', () => {
  for (const [typo, meant] of [
    ['emobox6', 'emobox-6'],
    ['speakers-5', 'speaker-5'],
  ] as const)
    expect(() => findProtocol(typo)).toThrow(expect.objectContaining({ hint: `Did you mean ${meant}?` }));
});

it('carries the audit of the split', () => {
  const split = splitCorpus(small, 'loso');
  expect(split.audit).toEqual(auditSplit(split, small));
  expect(split.audit.findings).toHaveLength(4);
});

it('names the fold whose training part lacks an emotion that is tested', () => {
  const utterances = small.utterances.filter(({ speaker, emotion }) => emotion !== 'sad' || speaker === 'c');
  const { findings } = splitCorpus({ ...small, utterances }, 'loso').audit;
  expect(findings.filter(({ kind }) => kind === 'untrained-emotion')).toEqual([
    {
      kind: 'untrained-emotion',
      severity: 'note',
      fold: 'speaker c',
      items: ['sad'],
      message: 'speaker c: tested, but not in the training part: sad',
    },
  ]);
});

it('refuses a seed that is no integer', () => {
  expect(() => splitCorpus(small, 'random-2', { seed: 0.5 })).toThrow('seed must be an integer, got 0.5');
});

it('refuses a speaker-independent claim that the same sound under two speakers breaks', () => {
  const [first, other] = [small.utterances[0]!, small.utterances.at(-1)!];
  const corpus = fixtureCorpus({ duplicates: [{ path: other.path, of: first.path, kept: true }] });
  expect(() => splitCorpus(corpus, 'loso')).toThrow(
    /protocol loso fails its audit on fixture: speaker a: the same sound in both parts/,
  );
});

it('gives partitions for any corpus, number of folds and seed', () => {
  const sizes = fc.record({
    speakers: fc.integer({ min: 2, max: 12 }),
    k: fc.integer({ min: 2, max: 12 }),
    seed: fc.integer(),
    random: fc.boolean(),
  });
  fc.assert(
    fc.property(sizes, ({ speakers, k, seed, random }) => {
      const corpus = fixtureCorpus({ speakers: actors.slice(0, speakers) });
      const name = random ? `random-${k}` : `speaker-${k}`;
      if (!random && k > speakers) expect(() => splitCorpus(corpus, name, { seed })).toThrow(SerError);
      else expectPartition(corpus, splitCorpus(corpus, name, { seed }));
    }),
    { numRuns: 60 },
  );
});
