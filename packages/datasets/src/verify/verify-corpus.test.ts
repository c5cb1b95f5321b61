import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureOf, temporaryFolder } from '../../test/temporary-folder.js';
import { officialDigests } from './official-list.js';
import { verifyCorpus } from './verify-corpus.js';

const data = process.env.SER_DATA_DIR;
if (!data) console.info('skipped: comparison with original files; SER_DATA_DIR is not set');
const folder = temporaryFolder();

it('knows every clip of the corpora once', async () => {
  const sizes = { emodb: 535, ravdess: 1440, tess: 2798 } as const;
  for (const [name, size] of Object.entries(sizes)) {
    const known = await officialDigests(name as keyof typeof sizes);
    expect(known.size).toBe(size);
    for (const digest of known.values()) expect(digest).toMatch(/^[0-9a-f]{16}$/);
    // RAVDESS publishes one recording under two names.
    expect(new Set(known.values()).size).toBe(name === 'ravdess' ? size - 1 : size);
  }
  const ravdess = await officialDigests('ravdess');
  expect(ravdess.get('03-01-03-01-02-01-07')).toBe(ravdess.get('03-01-03-01-02-02-07'));
});

it('says that copies are not the official files', async () => {
  await folder.write({
    'wav/03a01Fa.flac': 'a',
    'wav/03a01Nc.flac': 'b',
    'again/03a01Fa.flac': 'a',
    'wav/03a01Xy.wav': 'c',
    'notes.m4a': 'd',
    'wav/03a01Fa.mp3': 'e',
  });
  const result = await verifyCorpus('emodb', folder.path);
  expect(result).toMatchObject({
    verdict: 'not-official',
    known: 535,
    official: 0,
    altered: [],
    converted: ['again/03a01Fa.flac', 'wav/03a01Nc.flac'],
    duplicated: [
      { path: 'wav/03a01Fa.flac', of: 'again/03a01Fa.flac' },
      { path: 'wav/03a01Fa.mp3', of: 'again/03a01Fa.flac' },
    ],
    extra: [
      { path: 'notes.m4a', reason: 'no WAV, FLAC, AIFF, MP3, Ogg or Opus file (.m4a)' },
      { path: 'wav/03a01Xy.wav', reason: 'EMO-DB has no emotion letter X' },
    ],
  });
  expect(result.missing).toHaveLength(533);
  await folder.write({ 'wav/03a01Fa.wav': 'a' });
  expect((await verifyCorpus('emodb', folder.path)).verdict).toBe('not-official');
});

it('lists clips of which no digest is known', async () => {
  const tess = await officialDigests('tess');
  const words = new Set([...tess.keys()].map((key) => key.split('_')[1]!));
  const absent = [...words].flatMap((word) =>
    ['OAF', 'YAF'].flatMap((speaker) =>
      ['angry', 'disgust', 'fear', 'happy', 'neutral', 'ps', 'sad']
        .map((code) => `${speaker}_${word}_${code}`)
        .filter((key) => !tess.has(key)),
    ),
  );
  expect(absent).toHaveLength(2);
  await folder.write({ [`${absent[0]}.wav`]: 'a' });
  expect(await verifyCorpus('tess', folder.path)).toMatchObject({ unlisted: [`${absent[0]}.wav`], official: 0 });
});

it('refuses other corpora and folders without clips', async () => {
  expect((await failureOf(verifyCorpus('synthetic', folder.path))).message).toContain('emodb, ravdess, tess');
  expect((await failureOf(verifyCorpus('emodb', folder.path))).code).toBe('INVALID_CORPUS');
  expect((await failureOf(verifyCorpus('emodb', join(folder.path, 'none')))).code).toBe('NOT_FOUND');
  await folder.write({ '03a01Fa.wav': 'a' });
  expect((await failureOf(verifyCorpus('emodb', folder.path, { signal: AbortSignal.abort() }))).code).toBe('ABORTED');
});

describe.skipIf(!data)('original files', () => {
  it('are recognized, and so is what is missing, altered, swapped or duplicated', async () => {
    const originals = join(data!, 'originals-sample/ravdess');
    await cp(originals, folder.path, { recursive: true });
    const whole = await verifyCorpus('ravdess', folder.path);
    expect(whole).toMatchObject({ verdict: 'incomplete', altered: [], converted: [], duplicated: [] });
    expect(whole.official).toBe(1440 - whole.missing.length);
    expect(whole.official).toBeGreaterThan(2);

    const known = await officialDigests('ravdess');
    const present = [...known.keys()].filter((key) => !whole.missing.includes(key));
    const pathOf = (key: string): string => join(folder.path, `Actor_${key.slice(-2)}`, `${key}.wav`);
    const [first, second, third] = present.filter((key) => !key.endsWith('-07')) as [string, string, string];
    const bytes = await readFile(pathOf(first));
    bytes[bytes.length - 1]! ^= 1;
    await mkdir(join(folder.path, 'copy'));
    await cp(pathOf(first), join(folder.path, 'copy', `${first}.wav`));
    await writeFile(pathOf(first), bytes);
    await rename(pathOf(second), pathOf(third));
    const result = await verifyCorpus('ravdess', folder.path);
    const relative = (key: string): string => pathOf(key).slice(folder.path.length + 1);
    expect(result.verdict).toBe('altered');
    expect(result.missing).toContain(second);
    expect(result.altered).toEqual([{ path: relative(third), holds: second }]);
    // The intact copy counts, and the altered file is the further one.
    expect(result.duplicated).toEqual([{ path: relative(first), of: `copy/${first}.wav` }]);
    await rm(join(folder.path, 'copy'), { recursive: true });
    const altered = (await verifyCorpus('ravdess', folder.path)).altered;
    expect(altered).toContainEqual({ path: relative(first) });
  });
});
