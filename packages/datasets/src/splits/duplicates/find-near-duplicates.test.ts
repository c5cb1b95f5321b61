import type { Audio } from '@ser/audio';
import { Random } from '@ser/core';
import { addNoise, createFrontEnd, type FeatureMatrix, type FrontEndConfig, whiteNoise } from '@ser/dsp';
import { describe, expect, it } from 'vitest';
import type { Corpus } from '../../corpus/corpus.js';
import { syntheticCorpus } from '../../synthetic/synthetic-corpus.js';
import { auditSplit } from '../audit/audit-split.js';
import { formatAudit } from '../audit/format-audit.js';
import { splitCorpus } from '../split-corpus.js';
import { findNearDuplicates } from './find-near-duplicates.js';

const corpus = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 3, seed: 5 });
/** A corpus of the utterances that features are given of. */
const of = (features: ReadonlyMap<string, FeatureMatrix>): Corpus => ({
  ...corpus,
  utterances: [...features.keys()].map((id) => ({ ...corpus.utterances[0]!, id })),
});
const search = (features: ReadonlyMap<string, FeatureMatrix>) => findNearDuplicates(of(features), features);
const ids = corpus.utterances.map(({ id }) => id);
const FRONT_ENDS: Record<string, FrontEndConfig> = {
  'log-mel bands': {
    sampleRate: 16_000,
    frame: { nFft: 512, hopLength: 160 },
    features: [{ kind: 'logMel', nMels: 40 }],
  },
  MFCC: {
    sampleRate: 16_000,
    frame: { nFft: 512, hopLength: 160 },
    features: [{ kind: 'mfcc', nMfcc: 13 }],
    deltas: { orders: 2 },
  },
};
const clips = new Map<string, Audio>();
for (const utterance of corpus.utterances) clips.set(utterance.id, await corpus.read(utterance));
const clip = clips.get(ids[0]!)!;

describe.each(Object.entries(FRONT_ENDS))('by %s', (_, config) => {
  const frontEnd = createFrontEnd(config);
  const features = new Map([...clips].map(([id, audio]) => [id, frontEnd.extract(audio)]));
  const withCopy = (audio: Audio) => new Map(features).set('copy', frontEnd.extract(audio));

  it('finds nothing in a corpus without copies', () => {
    expect(search(features)).toEqual([]);
  });

  it('finds copies that are identical, at another level, or with a little noise', () => {
    const quiet = { ...clip, samples: clip.samples.map((x) => x / 10) };
    const noisy = addNoise(clip, whiteNoise(clip.samples.length, new Random(1)), { snrDb: 50 });
    expect(search(withCopy(clip))).toEqual([{ first: 'copy', second: ids[0], kind: 'identical', similarity: 1 }]);
    for (const audio of [quiet, noisy])
      expect(search(withCopy(audio)).map(({ first, second }) => [first, second])).toEqual([['copy', ids[0]]]);
  });
});

it('is fast enough to be done with every split', () => {
  const random = new Random(2);
  const features = new Map<string, FeatureMatrix>();
  for (let i = 0; i < 1440; i++) {
    const frames = 150 + random.integer(60);
    const data = Float32Array.from({ length: frames * 40 }, () => random.uniform(-1, 1));
    features.set(String(i), { data, frames, coeffs: 40 });
  }
  features.set('again', features.get('700')!);
  const started = performance.now();
  expect(search(features)).toEqual([{ first: '700', second: 'again', kind: 'identical', similarity: 1 }]);
  expect(performance.now() - started).toBeLessThan(4000);
});

it('leaves out clips that are too short to tell apart', () => {
  const short = { data: new Float32Array(39 * 2).map((_, i) => i % 7), frames: 39, coeffs: 2 };
  expect(
    search(
      new Map([
        ['a', short],
        ['b', short],
      ]),
    ),
  ).toEqual([]);
  const flat = { data: new Float32Array(100), frames: 50, coeffs: 2 };
  expect(
    search(
      new Map([
        ['a', flat],
        ['b', flat],
      ]),
    ),
  ).toEqual([]);
  expect(search(new Map())).toEqual([]);
});

it('refuses features of different width and thresholds out of range', () => {
  const matrix = (coeffs: number) => ({ data: new Float32Array(50 * coeffs), frames: 50, coeffs });
  expect(() =>
    search(
      new Map([
        ['a', matrix(2)],
        ['b', matrix(3)],
      ]),
    ),
  ).toThrow('all of 2 coefficients, got 3');
  expect(() => findNearDuplicates(corpus, new Map(), { threshold: 0 })).toThrow('threshold must be over 0');
});

it('compares the utterances of the corpus alone', () => {
  const features = new Map(ids.map((id) => [id, createFrontEnd(FRONT_ENDS.MFCC!).extract(clip)]));
  expect(findNearDuplicates({ ...corpus, utterances: corpus.utterances.slice(0, 2) }, features)).toHaveLength(1);
});

describe('a split that is given near-duplicates', () => {
  const frontEnd = createFrontEnd(FRONT_ENDS['log-mel bands']!);
  /** The features as if these clips repeated the first. */
  const repeated = (...repeats: string[]) =>
    search(new Map(ids.map((id) => [id, frontEnd.extract(repeats.includes(id) ? clip : clips.get(id)!)])));
  const last = ids.at(-1)!;

  it('keeps them on one side where it draws at random', () => {
    const duplicates = repeated(ids[1]!);
    for (const protocol of ['random-3', 'stratified-3']) {
      let apart = 0;
      for (let seed = 0; seed < 6; seed++) {
        const plain = auditSplit(splitCorpus(corpus, protocol, { seed }), corpus, { duplicates });
        apart += plain.findings.some(({ kind }) => kind === 'shared-content') ? 1 : 0;
        const { folds, audit } = splitCorpus(corpus, protocol, { seed, duplicates });
        expect(audit.ok).toBe(true);
        for (const { test } of folds) expect(test.includes(ids[0]!)).toBe(test.includes(ids[1]!));
      }
      expect(apart).toBeGreaterThan(0);
    }
  });

  it('is refused if the same recording is under two speakers', () => {
    const duplicates = repeated(last);
    expect(() => splitCorpus(corpus, 'loso', { duplicates })).toThrow('the same samples in both parts');
    const audit = formatAudit(auditSplit(splitCorpus(corpus, 'loso'), corpus, { duplicates }));
    expect(audit).toMatch(/^failed, /);
    expect(audit).toContain(`${ids[0]} = ${last}`);
  });

  it('passes over pairs of which the corpus lacks an utterance', () => {
    const duplicates = repeated(last);
    const part = { ...corpus, utterances: corpus.utterances.slice(0, -1) };
    for (const protocol of ['loso', 'random-3'])
      expect(splitCorpus(part, protocol, { duplicates })).toEqual(splitCorpus(part, protocol));
  });

  it('is as without them where all recordings differ', () => {
    for (const protocol of ['loso', 'random-3'])
      expect(splitCorpus(corpus, protocol, { duplicates: repeated() })).toEqual(splitCorpus(corpus, protocol));
  });
});
