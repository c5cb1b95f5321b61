import type { Audio } from '@ser/audio';
import { resample } from '@ser/dsp';
import { describe, expect, it } from 'vitest';
import { fixtureCorpus } from '../../../test/fixture-corpus.js';
import type { Corpus } from '../../corpus/corpus.js';
import { syntheticCorpus } from '../../synthetic/synthetic-corpus.js';
import { auditSplit } from '../audit/audit-split.js';
import { formatAudit } from '../audit/format-audit.js';
import { splitCorpus } from '../split-corpus.js';
import { findSoundDuplicates } from './find-sound-duplicates.js';
import { similarity } from './fingerprint.js';
import { soundFingerprint } from './sound-fingerprint.js';

const voices = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 4, seed: 5 });
const [first, second, third] = voices.utterances as [
  (typeof voices.utterances)[0],
  (typeof voices.utterances)[0],
  (typeof voices.utterances)[0],
];
const clip = await voices.read(first);

const scaled = ({ samples, sampleRate }: Audio, by: number): Audio => ({
  samples: samples.map((x) => x * by),
  sampleRate,
});
const padded = ({ samples, sampleRate }: Audio, before: number, after: number): Audio => {
  const longer = new Float32Array(before + samples.length + after);
  longer.set(samples, before);
  return { samples: longer, sampleRate };
};

describe('the fingerprint', () => {
  const print = soundFingerprint(clip)!;
  const alike = (audio: Audio): number => similarity(print, soundFingerprint(audio)!, 0);

  it('stays nearly the same at another level, at another rate and between silences', () => {
    expect(alike(scaled(clip, 0.05))).toBeGreaterThan(0.999);
    expect(alike(padded(clip, 4000, 7000))).toBeGreaterThan(0.97);
    const { samples } = resample(clip, 8000);
    expect(alike({ samples: Float32Array.from(samples), sampleRate: 8000 })).toBeGreaterThan(0.97);
    const noisy = clip.samples.map((x, i) => x + 0.0005 * Math.sin(i * i));
    expect(alike({ samples: noisy, sampleRate: clip.sampleRate })).toBeGreaterThan(0.97);
  });

  it('differs for other utterances', async () => {
    for (const utterance of [second, third]) expect(alike(await voices.read(utterance))).toBeLessThan(0.9);
  });

  it('is not made of silence, clips too short and rates too low', () => {
    const sampleRate = 16_000;
    expect(soundFingerprint({ samples: new Float32Array(sampleRate), sampleRate })).toBeUndefined();
    expect(soundFingerprint({ samples: new Float32Array(100).fill(0.5), sampleRate })).toBeUndefined();
    expect(soundFingerprint({ samples: clip.samples, sampleRate: 4000 })).toBeUndefined();
  });
});

/** The synthetic corpus in which the second clip repeats the first, and the third nearly does. */
const copied: Corpus = {
  ...voices,
  read: async (utterance) => {
    if (utterance.id === second.id) return clip;
    return utterance.id === third.id ? padded(scaled(clip, 0.3), 1600, 800) : voices.read(utterance);
  },
};
const ids = [first.id, second.id, third.id].sort();

it('finds nothing in a corpus without copies', async () => {
  const progress: number[] = [];
  expect(await findSoundDuplicates(voices, { onProgress: ({ done }) => progress.push(done) })).toEqual([]);
  expect(progress).toEqual(voices.utterances.map((_, i) => i + 1));
});

it('finds the same samples by hash and the same sound by fingerprint', async () => {
  const duplicates = await findSoundDuplicates(copied);
  expect(duplicates.map(({ first, second, kind }) => [first, second, kind])).toEqual([
    [ids[0], ids[1], 'identical'],
    [ids[0], ids[2], 'near-identical'],
  ]);
  expect(duplicates[0]?.similarity).toBe(1);
  expect(duplicates[1]?.similarity).toBeGreaterThan(0.96);
});

it('fails a split with near-duplicates on both sides, says so, and passes one that keeps them together', async () => {
  const duplicates = await findSoundDuplicates(copied);
  const apart = {
    protocol: 'by hand',
    corpus: copied.name,
    speakerIndependent: false,
    folds: [{ name: 'f', train: [ids[0]!], test: [ids[1]!, ids[2]!] }],
  };
  const audit = auditSplit(apart, copied, { duplicates });
  expect(audit.findings.filter(({ severity }) => severity === 'error').map(({ kind }) => kind)).toEqual([
    'shared-content',
    'near-identical',
  ]);
  const lines = formatAudit(audit).split('\n');
  expect(lines[0]).toMatch(/^failed, 2 errors, /);
  expect(lines[1]).toBe(`error  shared-content     f: ${ids[0]} = ${ids[1]}`);
  expect(lines[2]).toBe(`error  near-identical     f: ${ids[0]} = ${ids[2]}`);
  for (let seed = 0; seed < 10; seed++)
    for (const { test } of splitCorpus(copied, 'random-3', { seed, duplicates }).folds)
      expect(new Set(ids.map((id) => test.includes(id))).size).toBe(1);
});

it('refuses a threshold out of range, and stops with the reason of its signal', async () => {
  await expect(findSoundDuplicates(voices, { threshold: 1.1 })).rejects.toThrow(
    'threshold must be over 0 and at most 1',
  );
  const reason = new Error('enough');
  await expect(findSoundDuplicates(voices, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

it('prints a finding of several folds once', () => {
  const corpus = fixtureCorpus({ sentences: 2 });
  expect(formatAudit(auditSplit(splitCorpus(corpus, 'loso'), corpus))).toBe(
    ['passed, 4 notes', 'note   shared-sentence    speaker a and 3 more folds: fixture/1, fixture/2'].join('\n'),
  );
});

it('counts a shared sentence as an error where the split claims otherwise', () => {
  const corpus = fixtureCorpus({ sentences: 2 });
  const split = { ...splitCorpus(corpus, 'loso'), sentenceIndependent: true };
  expect(auditSplit(split, corpus).ok).toBe(false);
});
