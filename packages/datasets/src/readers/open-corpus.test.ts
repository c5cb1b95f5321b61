import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeAudformat } from './audformat/write-audformat.js';
import { corpusFolder, corpusName, openCorpus } from './open-corpus.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ser-open-corpus-'));
  const samples = Float32Array.from({ length: 1600 }, (_, i) => Math.sin(i / 9) / 2);
  for (const [i, name] of ['a.wav', 'b.wav'].entries())
    writeFileSync(join(folder, name), encodeWav({ samples: samples.map((x) => x / (i + 1)), sampleRate: 16_000 }));
  writeFileSync(join(folder, '東京.csv'), 'path,emotion\na.wav,angry\nb.wav,sad\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

it('opens the synthetic corpus, tables, and several corpora as one', async () => {
  expect((await openCorpus('synthetic')).name).toBe('synthetic');
  const table = join(folder, '東京.csv');
  expect((await openCorpus(table)).name).toBe('東京');
  const both = await openCorpus(['synthetic', table]);
  expect(new Set(both.utterances.map(({ corpus }) => corpus))).toEqual(new Set(['synthetic', '東京']));
});

it('opens databases in audformat by their header', async () => {
  const database = join(folder, 'calls');
  const table = await openCorpus(join(folder, '東京.csv'));
  await writeAudformat(database, table);
  for (const { path } of table.utterances) copyFileSync(join(folder, path), join(database, path));
  const corpus = await openCorpus(join(database, 'db.yaml'));
  expect(corpus.utterances.map(({ id, emotion }) => [id, emotion])).toEqual([
    ['calls/a.wav', 'angry'],
    ['calls/b.wav', 'sad'],
  ]);
  expect(corpusName(join(database, 'db.yaml'))).toBe('calls');
  await expect(openCorpus(join(database, 'db.yaml'), folder)).rejects.toThrow('whose recordings lie in its folder');
});

it('names unknown corpora with the nearest known one, and refuses a folder for the synthetic corpus', async () => {
  await expect(openCorpus('emdb')).rejects.toMatchObject({ hint: 'Did you mean emodb?' });
  await expect(openCorpus('synthetic', folder)).rejects.toThrow('is for a corpus of recordings, not for synthetic');
});

it('names tables after their file, and published corpora by themselves', () => {
  expect(corpusName('data/東京.csv')).toBe('東京');
  expect(corpusName('emodb.csv')).toBe('own-emodb-fc0a');
  expect(corpusName('emodb')).toBe('emodb');
  expect(corpusFolder('emodb', 'here')).toBe('here');
});
