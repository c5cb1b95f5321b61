import { execFile } from 'node:child_process';
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { encodeWav, type MonoMix } from '@ser/audio';
import { createFrontEnd, type FrontEndConfig } from '@ser/dsp';
import { expect, it } from 'vitest';
import { clips } from '../../../audio/test/test-data/clips.js';
import { ascii, failureOf, temporaryFolder } from '../../test/temporary-folder.js';
import type { Corpus } from '../corpus/corpus.js';
import { leaveOut } from '../corpus/select.js';
import { folderCorpus } from '../readers/folders/folder-corpus.js';
import { tableCorpus } from '../readers/tables/table-corpus.js';
import { syntheticCorpus } from '../synthetic/synthetic-corpus.js';
import type { ExtractOptions, SkippedUtterance } from './extract.js';
import { extractFeatures } from './extract-features.js';

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

async function expectRight(corpus: Corpus, features: Awaited<ReturnType<typeof extractFeatures>>): Promise<void> {
  const extractor = createFrontEnd(frontEnd);
  expect([...features.keys()]).toEqual(corpus.utterances.map(({ id }) => id));
  for (const utterance of corpus.utterances) {
    const { frames, coeffs, data } = features.get(utterance.id)!;
    const expected = extractor.extract(await corpus.read(utterance));
    expect({ frames, coeffs, data: [...data] }).toEqual({ ...expected, data: [...expected.data] });
  }
}

it('returns the features of the front end, with and without a cache', async () => {
  const corpus = await corpusOf(6);
  await expectRight(corpus, await extractFeatures(corpus, frontEnd));
  await expectRight(corpus, await extractFeatures(corpus, frontEnd, { cache: cache() }));
  expect(await size()).toBe(6 * RECORD);
  const steps: number[] = [];
  const again = await extractFeatures(corpus, frontEnd, { cache: cache(), onProgress: ({ done }) => steps.push(done) });
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
  for (const threads of [1, 2]) await expectRight(corpus, await extractFeatures(corpus, frontEnd, { threads }));
});

it('takes features from the cache rather than from the recordings', async () => {
  const corpus = await corpusOf(2);
  await extractFeatures(corpus, frontEnd, { cache: cache() });
  const [path] = await cacheFiles();
  const [first, second] = [(await readFile(path!)).subarray(0, RECORD), (await readFile(path!)).subarray(RECORD)];
  // The features of one recording under the key of the other could only come from the cache.
  const { encodeRecord } = await import('./cache/feature-file.js');
  const data = new Float32Array(24).fill(42);
  const forged = [first, second].map((record) => encodeRecord(record.subarray(24, 56), { data, frames: 6, coeffs: 4 }));
  await writeFile(path!, Buffer.concat(forged));
  const features = await extractFeatures(corpus, frontEnd, { cache: cache() });
  for (const { id } of corpus.utterances) expect([...features.get(id)!.data]).toEqual([...data]);
});

it('extracts again for a changed recording and another front end', async () => {
  const corpus = await corpusOf(4);
  await extractFeatures(corpus, frontEnd, { cache: cache() });
  await folder.write({ 'sad/clip-1.wav': 'another sound' });
  await expectRight(corpus, await extractFeatures(corpus, frontEnd, { cache: cache() }));
  expect(await size()).toBe(5 * RECORD);
  const features = await extractFeatures(corpus, { ...frontEnd, preEmphasis: 0.97 }, { cache: cache() });
  expect(await cacheFiles()).toHaveLength(2);
  expect(features.get('own/sad/clip-1.wav')!.data).not.toEqual(
    (await extractFeatures(corpus, frontEnd)).get('own/sad/clip-1.wav')!.data,
  );
});

it('keeps what it had after a crash, and mends the rest', async () => {
  const corpus = await corpusOf(5);
  await extractFeatures(corpus, frontEnd, { cache: cache() });
  const [path] = await cacheFiles();
  await truncate(path!, 3 * RECORD + 77);
  await expectRight(corpus, await extractFeatures(corpus, frontEnd, { cache: cache() }));
  expect(await size()).toBe(5 * RECORD + 77);
  await expectRight(corpus, await extractFeatures(corpus, frontEnd, { cache: cache() }));
  expect(await size()).toBe(5 * RECORD + 77);
});

it('returns the same from workers', async () => {
  const corpus = await corpusOf(40);
  await expectRight(corpus, await extractFeatures(corpus, frontEnd, { cache: cache(), threads: 2 }));
  await expectRight(corpus, await extractFeatures(corpus, frontEnd, { cache: cache(), threads: 2 }));
  expect(await size()).toBe(40 * RECORD);
});

it('keeps features apart when a long file is overtaken by a short one', async () => {
  const long = (n: number) => Float32Array.from({ length: 50_000 }, (_, i) => Math.sin(i / (n + 3)) / 2);
  await corpusOf(40);
  for (let i = 0; i < 40; i += 2)
    await folder.write({ [`angry/clip-${i}.wav`]: encodeWav({ samples: long(i), sampleRate: 16_000 }) });
  const corpus = await folderCorpus(folder.path);
  const features = await extractFeatures(corpus, frontEnd, { threads: 2 });
  const expected = await extractFeatures(corpus, frontEnd, { threads: 1 });
  for (const [id, { data }] of expected) expect(features.get(id)!.data, id).toEqual(data);
});

it('is shared by processes that write at the same time', async () => {
  const corpus = await corpusOf(40);
  const module = (entry: string) => fileURLToPath(new URL(`../../dist/${entry}.js`, import.meta.url));
  const script = `import { extractFeatures } from ${JSON.stringify(module('index'))};
    import { folderCorpus } from ${JSON.stringify(module('node'))};
    await extractFeatures(await folderCorpus(${JSON.stringify(folder.path)}), ${JSON.stringify(frontEnd)},
      { cache: ${JSON.stringify(cache())}, threads: 1 });`;
  const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  await Promise.all([run(), run()]);
  await expectRight(corpus, await extractFeatures(corpus, frontEnd, { cache: cache() }));
  // Whole records only; each at most twice.
  const records = (await size()) / RECORD;
  expect(Number.isInteger(records)).toBe(true);
  expect(records).toBeGreaterThanOrEqual(40);
  expect(records).toBeLessThanOrEqual(80);
});

it('tells the parts of a long recording apart', async () => {
  await folder.write({
    'long.wav': encodeWav({
      samples: Float32Array.from({ length: 3200 }, (_, i) => Math.sin(i * i)),
      sampleRate: 16_000,
    }),
    'table.csv': ascii('path,emotion,start,end\nlong.wav,sad,0,0.1\nlong.wav,angry,0.1,0.2\nlong.wav,happy,,\n'),
  });
  const corpus = await tableCorpus(join(folder.path, 'table.csv'));
  for (let i = 0; i < 2; i++) await expectRight(corpus, await extractFeatures(corpus, frontEnd, { cache: cache() }));
});

it('extracts a corpus without files, and part of a corpus', async () => {
  const corpus = syntheticCorpus({ speakers: 2, utterancesPerEmotion: 1, emotions: ['angry', 'sad'] });
  await expectRight(corpus, await extractFeatures(corpus, frontEnd, { cache: cache() }));
  await expect(readdir(cache())).rejects.toThrow();
  const files = await corpusOf(3);
  const ids = ['own/sad/clip-1.wav'];
  expect([...(await extractFeatures(files, frontEnd, { ids })).keys()]).toEqual(ids);
});

it('names the utterance that cannot be used', async () => {
  const corpus = await corpusOf(40);
  await folder.write({ 'sad/clip-7.wav': ascii('RIFF and nothing else') });
  for (const threads of [1, 2]) {
    const error = await failureOf(extractFeatures(corpus, frontEnd, { cache: cache(), threads }));
    expect(error.message).toMatch(/^utterance own\/sad\/clip-7\.wav: .*clip-7\.wav/);
    expect(error.code).toBe('INVALID_AUDIO');
  }
});

it('extracts again if channels become one in another way', async () => {
  const channels = [0, 1].map((channel) =>
    Float32Array.from({ length: 80 }, (_, i) => Math.sin(i * (channel + 1)) / 2),
  );
  await folder.write({ 'angry/a.wav': encodeWav({ channels, sampleRate: 16_000 }) });
  const corpus = await folderCorpus(folder.path);
  const { locate } = corpus;
  const withMono = (mono: MonoMix): Corpus => ({
    ...corpus,
    locate: (utterance) => ({ ...locate!(utterance), mono }),
  });
  const load = async (mono: MonoMix) => {
    const features = await extractFeatures(withMono(mono), frontEnd, { cache: cache() });
    return [...features.values()].map(({ data }) => [...data]);
  };
  const mean = await load('mean');
  const left = await load({ channel: 0 });
  expect(left).not.toEqual(mean);
  expect(await load({ channel: 1 })).not.toEqual(left);
  expect(await load('mean')).toEqual(mean);
  expect(await size()).toBe(3 * RECORD);
});

it('reads a corpus of files through a read function that replaces its own', async () => {
  const corpus = await corpusOf(40);
  const louder: Corpus = {
    ...corpus,
    read: async (utterance) => {
      const { samples, sampleRate } = await corpus.read(utterance);
      return { samples: samples.map((x) => 2 * x), sampleRate };
    },
  };
  const features = await extractFeatures(louder, frontEnd, { cache: cache() });
  await expectRight(louder, features);
  expect(features).not.toEqual(await extractFeatures(corpus, frontEnd));
});

it('leaves out recordings that cannot be used where the caller takes note of them', async () => {
  const corpus = await corpusOf(40);
  const broken = 'own/sad/clip-7.wav';
  await folder.write({ 'sad/clip-7.wav': ascii('RIFF and nothing else') });
  for (const threads of [1, 2])
    for (const cached of [undefined, cache(), cache()]) {
      const skipped: SkippedUtterance[] = [];
      const steps: number[] = [];
      const features = await extractFeatures(corpus, frontEnd, {
        ...{ threads, cache: cached, onSkip: (one) => skipped.push(one) },
        onProgress: ({ done }) => steps.push(done),
      });
      expect(skipped).toEqual([{ id: broken, reason: expect.stringContaining('clip-7.wav') }]);
      expect(steps.at(-1)).toBe(40);
      expect([...features.keys()]).toEqual(corpus.utterances.map(({ id }) => id).filter((id) => id !== broken));
      const rest = leaveOut(corpus, skipped);
      expect(rest.skipped).toEqual([{ path: 'sad/clip-7.wav', reason: skipped[0]!.reason }]);
      await expectRight(rest, features);
    }
});

it('leaves out silence that the front end cannot bring to a level', async () => {
  const corpus = await corpusOf(6);
  const silence = encodeWav({ samples: new Float32Array(8000), sampleRate: 16_000 });
  await folder.write({ 'angry/clip-2.wav': silence });
  const setsLevel: FrontEndConfig = { ...frontEnd, level: { kind: 'rms', targetDb: -26 } };
  for (const source of [corpus, { ...corpus, locate: undefined }]) {
    const skipped: SkippedUtterance[] = [];
    const features = await extractFeatures(source, setsLevel, { threads: 1, onSkip: (one) => skipped.push(one) });
    expect(features.size).toBe(5);
    expect(skipped).toEqual([{ id: 'own/angry/clip-2.wav', reason: 'it is silent: all of its 8000 samples are 0' }]);
    await expect(extractFeatures(source, setsLevel, { threads: 1 })).rejects.toMatchObject({
      code: 'INVALID_AUDIO',
      message: 'utterance own/angry/clip-2.wav: it is silent: all of its 8000 samples are 0',
    });
  }
});

it('fails if no recording at all can be used', async () => {
  const corpus = await corpusOf(2);
  await folder.write({ 'angry/clip-0.wav': ascii('RIFF'), 'sad/clip-1.wav': ascii('RIFF') });
  const error = await failureOf(extractFeatures(corpus, frontEnd, { onSkip: () => {} }));
  expect(error.message).toMatch(/^utterance own\/angry\/clip-0\.wav: /);
});

it('ends with the reason of its signal, also in workers', async () => {
  const corpus = await corpusOf(40);
  for (const threads of [1, 2]) {
    const reason = new Error('enough');
    const controller = new AbortController();
    const run = extractFeatures(corpus, frontEnd, {
      ...{ threads, signal: controller.signal },
      onProgress: ({ done }) => done === 3 && controller.abort(reason),
    });
    await expect(run).rejects.toBe(reason);
  }
});

it('refuses what it cannot do', async () => {
  const corpus = await corpusOf(2);
  const failure = (options: ExtractOptions, config: FrontEndConfig = frontEnd) =>
    failureOf(extractFeatures(corpus, config, options));
  expect((await failure({ threads: 0 })).message).toBe('threads must be a positive integer, got 0');
  expect((await failure({ ids: ['own/x'] })).message).toBe('corpus own has no utterance own/x');
  const normalization = { mean: [0, 0, 0, 0], std: [1, 1, 1, 1] };
  expect((await failure({}, { ...frontEnd, normalization })).message).toContain('already normalizes');
  expect((await failure({ signal: AbortSignal.abort() })).code).toBe('ABORTED');
  await writeFile(cache(), 'a file');
  expect((await failure({ cache: cache() })).code).toBe('FILE_ACCESS');
});
