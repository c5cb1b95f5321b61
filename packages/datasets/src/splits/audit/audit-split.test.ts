import { describe, expect, it } from 'vitest';
import { fixtureCorpus } from '../../../test/fixture-corpus.js';
import { combineCorpora } from '../../corpus/combine-corpora.js';
import type { Fold, UnauditedSplit } from '../protocols/protocol.js';
import { splitCorpus } from '../split-corpus.js';
import { auditSplit } from './audit-split.js';

const corpus = fixtureCorpus({ speakers: ['a', 'b'], sentences: 1 });
const split = (folds: readonly Fold[], speakerIndependent = true): UnauditedSplit => ({
  protocol: 'by hand',
  corpus: 'fixture',
  speakerIndependent,
  folds,
});
const kinds = (folds: readonly Fold[], speakerIndependent?: boolean): string[] =>
  auditSplit(split(folds, speakerIndependent), corpus).findings.map(({ kind, severity }) => `${severity}: ${kind}`);

const A = ['fixture/a-angry-1', 'fixture/a-sad-1'];
const B = ['fixture/b-angry-1', 'fixture/b-sad-1'];

it('finds nothing wrong with a split by speaker, and notes that sentences are shared', () => {
  const audit = auditSplit(split([{ name: 'one', train: A, test: B }]), corpus);
  expect(audit).toEqual({
    ok: true,
    findings: [
      {
        kind: 'shared-sentence',
        severity: 'note',
        fold: 'one',
        items: ['fixture/1'],
        message: 'one: sentences in both parts: fixture/1',
      },
    ],
  });
});

describe('finds', () => {
  const [a1, a2] = A as [string, string];
  const [b1, b2] = B as [string, string];

  it('utterances in both parts', () => {
    expect(kinds([{ name: 'f', train: [a1, a2, b1], test: [b1, b2] }])).toEqual(
      expect.arrayContaining(['error: shared-utterance', 'error: shared-speaker']),
    );
  });

  it('speakers in both parts, an error only where the claim is otherwise', () => {
    const fold = { name: 'f', train: [a1, b1], test: [a2, b2] };
    expect(kinds([fold])).toContain('error: shared-speaker');
    expect(kinds([fold], false)).toContain('note: shared-speaker');
    expect(auditSplit(split([fold], false), corpus).ok).toBe(true);
  });

  it('emotions that are tested but not trained on', () => {
    expect(kinds([{ name: 'f', train: [a1], test: B }])).toContain('note: untrained-emotion');
  });

  it('empty parts and splits', () => {
    expect(kinds([{ name: 'f', train: [], test: B }])).toContain('error: empty-part');
    expect(kinds([{ name: 'f', train: A, test: [] }])).toEqual(['error: empty-part']);
    expect(kinds([])).toEqual(['error: empty-part']);
  });

  it('unknown and repeated utterances', () => {
    expect(kinds([{ name: 'f', train: [...A, 'fixture/x'], test: B }])).toContain('error: unknown-utterance');
    expect(kinds([{ name: 'f', train: [...A, a1], test: B }])).toContain('error: repeated-utterance');
  });

  it('utterances tested in more than one fold', () => {
    const fold = { name: 'f', train: A, test: B };
    expect(kinds([fold, { ...fold, name: 'g' }])).toContain('note: tested-twice');
  });

  it('the same sound on both sides', () => {
    const twin = fixtureCorpus({
      speakers: ['a', 'b'],
      sentences: 1,
      duplicates: [{ path: 'b-sad-1.wav', of: 'a-sad-1.wav', kept: true }],
    });
    const audit = auditSplit(split([{ name: 'f', train: A, test: B }]), twin);
    expect(audit.ok).toBe(false);
    expect(audit.findings[0]).toMatchObject({ kind: 'shared-content', items: [a2] });
  });
});

it('keeps its messages short', () => {
  const large = fixtureCorpus({ sentences: 50 });
  const ids = large.utterances.map(({ id }) => id);
  const [finding] = auditSplit(split([{ name: 'f', train: ids, test: ids }]), large).findings;
  expect(finding?.items).toHaveLength(400);
  expect(finding?.message).toBe(
    'f: utterances in both parts: fixture/a-angry-1, fixture/a-angry-10, fixture/a-angry-11 and 397 more',
  );
});

it('takes speakers of different corpora for different people', () => {
  const mixed = {
    ...corpus,
    utterances: corpus.utterances.map((u) => (u.speaker === 'b' ? { ...u, speaker: 'a', corpus: 'other' } : u)),
  };
  expect(auditSplit(split([{ name: 'f', train: A, test: B }]), mixed).ok).toBe(true);
});

describe('speech and song of the same people', () => {
  const both = combineCorpora(['ravdess', 'ravdess-song'].map((name) => fixtureCorpus({ name })));
  const idsOf = (name: string): string[] => both.utterances.filter((u) => u.corpus === name).map(({ id }) => id);

  it('are not of other speakers', () => {
    const folds = [{ name: 'f', train: idsOf('ravdess'), test: idsOf('ravdess-song') }];
    const { ok, findings } = auditSplit(split(folds), both);
    expect(ok).toBe(false);
    expect(findings[0]).toMatchObject({ kind: 'shared-speaker', severity: 'error' });
    expect(findings[0]?.items).toHaveLength(4);
  });

  it('lie on one side where a protocol leaves speakers out', () => {
    for (const protocol of ['loso', 'speaker-2']) {
      const made = splitCorpus(both, protocol);
      expect(auditSplit(made, both).ok).toBe(true);
      for (const { test } of made.folds)
        expect(test.filter((id) => id.startsWith('ravdess/'))).toHaveLength(test.length / 2);
    }
  });
});
