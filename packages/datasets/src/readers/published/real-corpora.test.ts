import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { speakersOf } from '../../corpus/corpus.js';
import { auditSplit } from '../../splits/audit/audit-split.js';
import { splitCorpus } from '../../splits/split-corpus.js';
import { loadCorpus } from './load-corpus.js';

const data = process.env.SER_DATA_DIR ?? '';
const at = (folder: string): string => join(data, folder);
const present = (folder: string): boolean => data !== '' && existsSync(at(folder));
if (data === '') console.info('skipped: tests on real corpora, because SER_DATA_DIR is not set');

const EXPECTED = {
  emodb: {
    speakers: 10,
    clips: { angry: 127, bored: 81, disgusted: 46, fearful: 69, happy: 71, neutral: 79, sad: 62 },
  },
  ravdess: {
    speakers: 24,
    clips: { angry: 192, calm: 192, disgusted: 192, fearful: 192, happy: 192, neutral: 96, sad: 192, surprised: 192 },
  },
  tess: {
    speakers: 2,
    clips: { angry: 399, disgusted: 400, fearful: 400, happy: 400, neutral: 400, sad: 399, surprised: 400 },
  },
} as const;

const PROTOCOLS = { emodb: ['loso', 10], ravdess: ['emobox-6', 6], tess: ['cross-speaker', 2] } as const;

describe.each(Object.keys(EXPECTED) as (keyof typeof EXPECTED)[])('%s', (name) => {
  it.skipIf(!present(name))('has the published clips, speakers and classes', async () => {
    const corpus = await loadCorpus(name, at(name));
    const counts: Record<string, number> = {};
    for (const { emotion } of corpus.utterances) counts[emotion] = (counts[emotion] ?? 0) + 1;
    expect(counts).toEqual(EXPECTED[name].clips);
    expect(corpus.emotions).toEqual(Object.keys(EXPECTED[name].clips));
    expect(speakersOf(corpus.utterances)).toHaveLength(EXPECTED[name].speakers);
    expect(corpus.skipped).toEqual([]);
    expect(corpus.duplicates).toHaveLength(name === 'ravdess' ? 1 : 0);
    const [protocol, folds] = PROTOCOLS[name];
    const split = splitCorpus(corpus, protocol);
    expect(split.folds).toHaveLength(folds);
    expect(auditSplit(split, corpus).findings.map(({ kind }) => kind)).toEqual(
      split.folds.map(() => 'shared-sentence'),
    );
    const tested = split.folds.flatMap(({ test }) => test);
    expect([...tested].sort()).toEqual(corpus.utterances.map(({ id }) => id));
  });

  it.skipIf(!present(name) || !present('MANIFEST.tsv'))('has the speakers of the manifest', async () => {
    const corpus = await loadCorpus(name, at(name));
    const byStem = new Map(corpus.utterances.map(({ path, speaker }) => [path.replace(/^.*\/|\.\w+$/g, ''), speaker]));
    const rows = readFileSync(at('MANIFEST.tsv'), 'utf8')
      .split('\n')
      .map((line) => line.split('\t'));
    const listed = rows.filter(([corpusName]) => corpusName === name);
    expect(listed).toHaveLength(corpus.utterances.length);
    for (const [, path = '', speaker] of listed) expect(byStem.get(path.replace(/^.*\/|\.\w+$/g, ''))).toBe(speaker);
  });
});

it.skipIf(!present('emodb/erkennung.txt'))(
  'EMO-DB: every clip was recognized by at least 80 % of listeners',
  async () => {
    const { utterances } = await loadCorpus('emodb', at('emodb'));
    expect(Math.min(...utterances.map(({ recognition = 0 }) => recognition))).toBe(0.8);
    expect(utterances.every(({ naturalness = -1 }) => naturalness > 0)).toBe(true);
  },
);

it.skipIf(!present('originals-sample'))(
  'original files: the identical pair, the odd name, native formats',
  async () => {
    const ravdess = await loadCorpus('ravdess', at('originals-sample/ravdess'));
    expect(ravdess.duplicates).toEqual([
      { path: 'Actor_07/03-01-03-01-02-02-07.wav', of: 'Actor_07/03-01-03-01-02-01-07.wav', kept: true },
    ]);
    const tess = await loadCorpus('tess', at('originals-sample/tess'));
    expect(tess.utterances.map(({ id }) => id)).toContain('tess/OAF_bite_neutral');
    const emodb = await loadCorpus('emodb', at('originals-sample/emodb'));
    const rates = new Set<number>();
    for (const corpus of [ravdess, tess, emodb])
      for (const utterance of corpus.utterances) {
        const { samples, sampleRate } = await corpus.read(utterance);
        expect(samples.length / sampleRate).toBeGreaterThan(0.5);
        rates.add(sampleRate);
      }
    expect([...rates].sort((a, b) => a - b)).toEqual([16_000, 24_414, 48_000, 96_000]);
  },
);
