import type { Audio } from '@ser/audio';
import { Random } from '@ser/core';
import { addNoise, createFrontEnd, type FeatureMatrix, type FrontEndConfig, whiteNoise } from '@ser/dsp';
import { describe, expect, it } from 'vitest';
import { syntheticCorpus } from '../../synthetic/synthetic-corpus.js';
import { auditSplit, formatAudit } from '../audit/audit-split.js';
import { splitCorpus } from '../split-corpus.js';
import { findFeatureDuplicates } from './feature-duplicates.js';

const corpus = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 3, seed: 5 });
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
    expect(findFeatureDuplicates(features)).toEqual([]);
  });

  it('finds copies that are identical, at another level, or with a little noise', () => {
    const quiet = { ...clip, samples: clip.samples.map((x) => x / 10) };
    const noisy = addNoise(clip, whiteNoise(clip.samples.length, new Random(1)), { snrDb: 50 });
    expect(findFeatureDuplicates(withCopy(clip))).toEqual([
      { first: 'copy', second: ids[0], kind: 'identical', similarity: 1 },
    ]);
    for (const audio of [quiet, noisy])
      expect(findFeatureDuplicates(withCopy(audio)).map(({ first, second }) => [first, second])).toEqual([
        ['copy', ids[0]],
      ]);
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
  expect(findFeatureDuplicates(features)).toEqual([
    { first: '700', second: 'again', kind: 'identical', similarity: 1 },
  ]);
  expect(performance.now() - started).toBeLessThan(4000);
});

it('leaves out clips that are too short to tell apart', () => {
  const short = { data: new Float32Array(39 * 2).map((_, i) => i % 7), frames: 39, coeffs: 2 };
  expect(
    findFeatureDuplicates(
      new Map([
        ['a', short],
        ['b', short],
      ]),
    ),
  ).toEqual([]);
  const flat = { data: new Float32Array(100), frames: 50, coeffs: 2 };
  expect(
    findFeatureDuplicates(
      new Map([
        ['a', flat],
        ['b', flat],
      ]),
    ),
  ).toEqual([]);
  expect(findFeatureDuplicates(new Map())).toEqual([]);
});

it('refuses features of different width and thresholds out of range', () => {
  const matrix = (coeffs: number) => ({ data: new Float32Array(50 * coeffs), frames: 50, coeffs });
  expect(() =>
    findFeatureDuplicates(
      new Map([
        ['a', matrix(2)],
        ['b', matrix(3)],
      ]),
    ),
  ).toThrow('all of 2 coefficients, got 3');
  expect(() => findFeatureDuplicates(new Map(), { threshold: 0 })).toThrow('threshold must be over 0');
});

describe('a split that is given features', () => {
  const frontEnd = createFrontEnd(FRONT_ENDS['log-mel bands']!);
  /** The second clip, of the same speaker, and the last, of another, repeat the first. */
  const repeated = (...repeats: string[]) =>
    new Map(ids.map((id) => [id, frontEnd.extract(repeats.includes(id) ? clip : clips.get(id)!)]));
  const last = ids.at(-1)!;

  it('keeps near-identical clips on one side where it draws at random', () => {
    const features = repeated(ids[1]!);
    let apart = 0;
    for (let seed = 0; seed < 6; seed++) {
      const plain = auditSplit(splitCorpus(corpus, 'random-3', { seed }), corpus, { features });
      apart += plain.findings.some(({ kind }) => kind === 'shared-content') ? 1 : 0;
      const split = splitCorpus(corpus, 'random-3', { seed, features });
      expect(auditSplit(split, corpus, { features }).ok).toBe(true);
    }
    expect(apart).toBeGreaterThan(0);
  });

  it('is refused if the same recording is under two speakers', () => {
    const features = repeated(last);
    expect(() => splitCorpus(corpus, 'loso', { features })).toThrow('the same samples in both parts');
    const audit = formatAudit(auditSplit(splitCorpus(corpus, 'loso'), corpus, { features }));
    expect(audit).toMatch(/^failed, /);
    expect(audit).toContain(`${ids[0]} = ${last}`);
  });

  it('is as without them where all recordings differ', () => {
    for (const protocol of ['loso', 'random-3'])
      expect(splitCorpus(corpus, protocol, { features: repeated() })).toEqual(splitCorpus(corpus, protocol));
  });
});
