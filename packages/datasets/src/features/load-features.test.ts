import { execFile } from 'node:child_process';
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { encodeWav } from '@ser/audio';
import { createFrontEnd, type FrontEndConfig } from '@ser/dsp';
import { expect, it } from 'vitest';
import { clips } from '../../../audio/test/test-data/clips.js';
import { ascii, failureOf, temporaryFolder } from '../../test/temporary-folder.js';
import type { Corpus } from '../corpus/corpus.js';
import { folderCorpus } from '../readers/folders/folder-corpus.js';
import { tableCorpus } from '../readers/tables/table-corpus.js';
import { syntheticCorpus } from '../synthetic/synthetic-corpus.js';
import { loadFeatures } from './load-features.js';

const folder = temporaryFolder();
const frontEnd: FrontEndConfig = {
  sampleRate: 16_000,
  frame: { nFft: 64, hopLength: 16 },
  features: [{ kind: 'logMel', nMels: 4 }],
};
const cache = (): string => join(folder.path, 'cache');
const cacheFiles = async (): Promise<string[]> => (await readdir(cache())).map((name) => join(cache(), name));
const size = async (): Promise<number> => (await stat((await cacheFiles())[0]!)).size;
/** 80 samples are 6 frames of 4 coefficients, after a header of 64 bytes. */
const RECORD = 64 + 4 * 6 * 4;

async function corpusOf(clips: number): Promise<Corpus> {
  const names = Array.from({ length: clips }, (_, i) => `${i % 2 ? 'sad' : 'angry'}/clip-${i}.wav`);
  await folder.write(Object.fromEntries(names.map((name) => [name, name])));
  return folderCorpus(folder.path);
}

async function expectRight(corpus: Corpus, features: Awaited<ReturnType<typeof loadFeatures>>): Promise<void> {
  const extractor = createFrontEnd(frontEnd);
  expect([...features.keys()]).toEqual(corpus.utterances.map(({ id }) => id));
  for (const utterance of corpus.utterances) {
    const { frames, coeffs, data } = features.get(utterance.id)!;
    const expected = extractor.extract(await corpus.read(utterance));
    expect({ frames, coeffs, data: [...data] }).toEqual({ ...expected, data: [...expected.data] });
  }
}

it('gives the features of the front end, with and without a cache', async () => {
  const corpus = await corpusOf(6);
  await expectRight(corpus, await loadFeatures(corpus, frontEnd));
  await expectRight(corpus, await loadFeatures(corpus, frontEnd, { cache: cache() }));
  expect(await size()).toBe(6 * RECORD);
  const steps: number[] = [];
  const again = await loadFeatures(corpus, frontEnd, { cache: cache(), onProgress: ({ done }) => steps.push(done) });
  await expectRight(corpus, again);
  expect(steps).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await size()).toBe(6 * RECORD);
});

it('extracts from compressed recordings, in workers too', async () => {
  await folder.write({
    'angry/1.mp3': clips.mp3Mono16k,
    'angry/2.mp3': clips.mp3Stereo44k,
    'sad/1.ogg': clips.vorbis,
    'sad/2.opus': clips.opus,
  });
  const corpus = await folderCorpus(folder.path);
  for (const threads of [1, 2]) await expectRight(corpus, await loadFeatures(corpus, frontEnd, { threads }));
});

it('takes features from the cache rather than from the recordings', async () => {
  const corpus = await corpusOf(2);
  await loadFeatures(corpus, frontEnd, { cache: cache() });
  const [path] = await cacheFiles();
  const [first, second] = [(await readFile(path!)).subarray(0, RECORD), (await readFile(path!)).subarray(RECORD)];
  // The features of one recording under the key of the other could only come from the cache.
  const { encodeRecord } = await import('./feature-file.js');
  const data = new Float32Array(24).fill(42);
  const forged = [first, second].map((record) => encodeRecord(record.subarray(24, 56), { data, frames: 6, coeffs: 4 }));
  await writeFile(path!, Buffer.concat(forged));
  const features = await loadFeatures(corpus, frontEnd, { cache: cache() });
  for (const { id } of corpus.utterances) expect([...features.get(id)!.data]).toEqual([...data]);
});

it('notices a changed recording and another front end', async () => {
  const corpus = await corpusOf(4);
  await loadFeatures(corpus, frontEnd, { cache: cache() });
  await folder.write({ 'sad/clip-1.wav': 'another sound' });
  await expectRight(corpus, await loadFeatures(corpus, frontEnd, { cache: cache() }));
  expect(await size()).toBe(5 * RECORD);
  const features = await loadFeatures(corpus, { ...frontEnd, preEmphasis: 0.97 }, { cache: cache() });
  expect(await cacheFiles()).toHaveLength(2);
  expect(features.get('own/sad/clip-1.wav')!.data).not.toEqual(
    (await loadFeatures(corpus, frontEnd)).get('own/sad/clip-1.wav')!.data,
  );
});

it('keeps what it had after a crash, and mends the rest', async () => {
  const corpus = await corpusOf(5);
  await loadFeatures(corpus, frontEnd, { cache: cache() });
  const [path] = await cacheFiles();
  await truncate(path!, 3 * RECORD + 77);
  await expectRight(corpus, await loadFeatures(corpus, frontEnd, { cache: cache() }));
  expect(await size()).toBe(5 * RECORD + 77);
  await expectRight(corpus, await loadFeatures(corpus, frontEnd, { cache: cache() }));
  expect(await size()).toBe(5 * RECORD + 77);
});

it('gives the same in workers', async () => {
  const corpus = await corpusOf(40);
  await expectRight(corpus, await loadFeatures(corpus, frontEnd, { cache: cache(), threads: 2 }));
  await expectRight(corpus, await loadFeatures(corpus, frontEnd, { cache: cache(), threads: 2 }));
  expect(await size()).toBe(40 * RECORD);
});

it('keeps features apart when a long file is overtaken by a short one', async () => {
  const long = (n: number) => Float32Array.from({ length: 50_000 }, (_, i) => Math.sin(i / (n + 3)) / 2);
  await corpusOf(40);
  for (let i = 0; i < 40; i += 2)
    await folder.write({ [`angry/clip-${i}.wav`]: encodeWav({ samples: long(i), sampleRate: 16_000 }) });
  const corpus = await folderCorpus(folder.path);
  const features = await loadFeatures(corpus, frontEnd, { threads: 2 });
  const expected = await loadFeatures(corpus, frontEnd, { threads: 1 });
  for (const [id, { data }] of expected) expect(features.get(id)!.data, id).toEqual(data);
});

it('is shared by processes that write at the same time', async () => {
  const corpus = await corpusOf(40);
  const module = fileURLToPath(new URL('../../dist/node.js', import.meta.url));
  const script = `import { folderCorpus, loadFeatures } from ${JSON.stringify(module)};
    await loadFeatures(await folderCorpus(${JSON.stringify(folder.path)}), ${JSON.stringify(frontEnd)},
      { cache: ${JSON.stringify(cache())}, threads: 1 });`;
  const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  await Promise.all([run(), run()]);
  await expectRight(corpus, await loadFeatures(corpus, frontEnd, { cache: cache() }));
  // Whole records only; each at most twice.
  const records = (await size()) / RECORD;
  expect(Number.isInteger(records)).toBe(true);
  expect(records).toBeGreaterThanOrEqual(40);
  expect(records).toBeLessThanOrEqual(80);
});

it('knows the parts of a long recording apart', async () => {
  await folder.write({
    'long.wav': encodeWav({
      samples: Float32Array.from({ length: 3200 }, (_, i) => Math.sin(i * i)),
      sampleRate: 16_000,
    }),
    'table.csv': ascii('path,emotion,start,end\nlong.wav,sad,0,0.1\nlong.wav,angry,0.1,0.2\nlong.wav,happy,,\n'),
  });
  const corpus = await tableCorpus(join(folder.path, 'table.csv'));
  for (let i = 0; i < 2; i++) await expectRight(corpus, await loadFeatures(corpus, frontEnd, { cache: cache() }));
});

it('extracts a corpus without files, and part of a corpus', async () => {
  const corpus = syntheticCorpus({ speakers: 2, utterancesPerEmotion: 1, emotions: ['angry', 'sad'] });
  await expectRight(corpus, await loadFeatures(corpus, frontEnd, { cache: cache() }));
  await expect(readdir(cache())).rejects.toThrow();
  const files = await corpusOf(3);
  const ids = ['own/sad/clip-1.wav'];
  expect([...(await loadFeatures(files, frontEnd, { ids })).keys()]).toEqual(ids);
});

it('names the utterance that cannot be used', async () => {
  const corpus = await corpusOf(40);
  await folder.write({ 'sad/clip-7.wav': ascii('RIFF and nothing else') });
  for (const threads of [1, 2]) {
    const error = await failureOf(loadFeatures(corpus, frontEnd, { cache: cache(), threads }));
    expect(error.message).toMatch(/^utterance own\/sad\/clip-7\.wav: .*clip-7\.wav/);
    expect(error.code).toBe('INVALID_AUDIO');
  }
});

it('refuses what it cannot do', async () => {
  const corpus = await corpusOf(2);
  const failure = (options: object, config: FrontEndConfig = frontEnd) =>
    failureOf(loadFeatures(corpus, config, options));
  expect((await failure({ threads: 0 })).message).toBe('threads must be a positive integer, got 0');
  expect((await failure({ ids: ['own/x'] })).message).toBe('corpus own has no utterance own/x');
  const normalization = { mean: [0, 0, 0, 0], std: [1, 1, 1, 1] };
  expect((await failure({}, { ...frontEnd, normalization })).message).toContain('already normalizes');
  expect((await failure({ signal: AbortSignal.abort() })).code).toBe('ABORTED');
  await writeFile(cache(), 'a file');
  expect((await failure({ cache: cache() })).code).toBe('FILE_ACCESS');
});
