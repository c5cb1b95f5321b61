import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { type AugmentationStep, augment, createFrontEnd, type FeatureMatrix, type FrontEndConfig } from '@ser/dsp';
import { expect, it } from 'vitest';
import { ascii, failureOf, temporaryFolder } from '../../test/temporary-folder.js';
import type { Corpus } from '../corpus/corpus.js';
import { folderCorpus } from '../readers/folders/folder-corpus.js';
import { tableCorpus } from '../readers/tables/table-corpus.js';
import { syntheticCorpus } from '../synthetic/synthetic-corpus.js';
import { versionRandom } from './augment-version.js';
import type { ExtractOptions } from './extract.js';
import { extractAugmented, type VersionRecipe } from './extract-augmented.js';
import { extractFeatures } from './extract-features.js';

const folder = temporaryFolder();
const frontEnd: FrontEndConfig = {
  sampleRate: 16_000,
  frame: { nFft: 64, hopLength: 16 },
  features: [{ kind: 'logMel', nMels: 4 }],
};
const cache = (): string => join(folder.path, 'cache');
const gain: AugmentationStep = { kind: 'gain', db: [-20, 20] };
const white: AugmentationStep = { kind: 'noise', color: 'white', snrDb: [0, 20] };
const babble: AugmentationStep = { kind: 'noise', color: 'babble', snrDb: [0, 0] };
const recipe = { copies: 2, steps: [gain, white], seed: 7 } satisfies VersionRecipe;

/** Clips of speakers a and b in turn, each with its own pitch. */
async function corpusOf(clips: number): Promise<Corpus> {
  const names = Array.from({ length: clips }, (_, i) => `${i % 3 ? 'sad' : 'angry'}/${'ab'[i % 2]}_${i}.wav`);
  await folder.write(Object.fromEntries(names.map((name) => [name, name])));
  return folderCorpus(folder.path, { speaker: /(\w)_\d+\.wav$/ });
}

const plain = (versions: ReadonlyMap<string, readonly FeatureMatrix[]>): Record<string, number[][]> =>
  Object.fromEntries([...versions].map(([id, copies]) => [id, copies.map(({ data }) => [...data])]));

it('returns the versions of each utterance as augment makes them', async () => {
  const corpus = await corpusOf(4);
  const augmented = await extractAugmented(corpus, frontEnd, recipe);
  expect([...augmented.keys()]).toEqual(corpus.utterances.map(({ id }) => id));
  const extractor = createFrontEnd(frontEnd);
  for (const utterance of corpus.utterances) {
    const copies = augmented.get(utterance.id)!;
    expect(copies).toHaveLength(2);
    for (const [copy, { data, frames, coeffs }] of copies.entries()) {
      const random = versionRandom({ seed: 7, id: utterance.id, version: copy });
      const expected = extractor.extract(augment(await corpus.read(utterance), recipe.steps, random));
      expect({ frames, coeffs, data: [...data] }).toEqual({ ...expected, data: [...expected.data] });
      expect(data.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
    expect(copies[0]!.data).not.toEqual(copies[1]!.data);
  }
});

it('makes the same version for any number of threads, any order, other ids and more versions', async () => {
  const corpus = await corpusOf(40);
  const steps = [gain, babble];
  const expected = plain(await extractAugmented(corpus, frontEnd, { ...recipe, steps }, { threads: 1 }));
  expect(plain(await extractAugmented(corpus, frontEnd, { ...recipe, steps }, { threads: 2 }))).toEqual(expected);
  const ids = ['own/sad/b_7.wav', 'own/angry/a_0.wav'];
  const some = plain(await extractAugmented(corpus, frontEnd, { ...recipe, steps, copies: 3 }, { ids }));
  expect(Object.keys(some)).toEqual(ids);
  for (const id of ids) expect(some[id]!.slice(0, 2)).toEqual(expected[id]);
  const other = plain(await extractAugmented(corpus, frontEnd, { ...recipe, steps, seed: 8 }, { ids }));
  for (const id of ids) expect(other[id]).not.toEqual(expected[id]);
});

it('keeps versions in the cache, and tells steps, seeds and numbers apart', async () => {
  const corpus = await corpusOf(4);
  const sizes = async (): Promise<number[]> => {
    const names = (await readdir(cache())).sort();
    return Promise.all(names.map(async (name) => (await stat(join(cache(), name))).size));
  };
  const cached = (more: Partial<VersionRecipe> = {}, options: ExtractOptions = {}) =>
    extractAugmented(corpus, frontEnd, { ...recipe, ...more }, { cache: cache(), ...options });
  const expected = plain(await extractAugmented(corpus, frontEnd, recipe));
  expect(plain(await cached())).toEqual(expected);
  const [size] = await sizes();
  const steps: number[] = [];
  expect(plain(await cached({}, { onProgress: ({ done }) => steps.push(done) }))).toEqual(expected);
  expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(await sizes()).toEqual([size]);
  await cached({ copies: 3 });
  expect(await sizes()).toEqual([1.5 * size!]);
  await cached({ seed: 8 });
  expect(await sizes()).toEqual([2.5 * size!]);
  await cached({ steps: [gain] });
  expect(await sizes()).toHaveLength(2);
  await extractFeatures(corpus, frontEnd, { cache: cache() });
  expect(await sizes()).toHaveLength(3);
});

it('does not answer with babble of voices that have changed', async () => {
  const corpus = await corpusOf(4);
  const ids = ['own/angry/a_0.wav'];
  const load = async () =>
    plain(await extractAugmented(corpus, frontEnd, { copies: 1, steps: [babble], seed: 1 }, { ids, cache: cache() }));
  const before = await load();
  expect(await load()).toEqual(before);
  await folder.write({ 'sad/a_2.wav': 'another sound' });
  expect(await load()).not.toEqual(before);
});

it('mixes babble from other clips of the same speaker alone', async () => {
  const load = async (corpus: Corpus, ids: string[]) =>
    plain(await extractAugmented(corpus, frontEnd, { copies: 1, steps: [babble], seed: 1 }, { ids }));
  const corpus = await corpusOf(8);
  const ids = ['own/angry/a_0.wav'];
  const before = await load(corpus, ids);
  for (const i of [1, 3, 5, 7]) await folder.write({ [`${i % 3 ? 'sad' : 'angry'}/b_${i}.wav`]: `other ${i}` });
  expect(await load(corpus, ids)).toEqual(before);
  await folder.write({ 'sad/a_4.wav': 'other' });
  expect(await load(corpus, ids)).not.toEqual(before);
  await folder.write({ 'happy/c_0.wav': 'alone' });
  const withLoner = await folderCorpus(folder.path, { speaker: /(\w)_\d+\.wav$/ });
  const error = await failureOf(load(withLoner, ['own/happy/c_0.wav']));
  expect(error.message).toBe(
    'utterance own/happy/c_0.wav: babble is mixed from other clips of the same speaker, and c has none',
  );
});

it('reads the voices of babble only for versions that have it', async () => {
  const corpus = await corpusOf(8);
  const ids = ['own/angry/a_0.wav'];
  const load = (probability: number): Promise<Map<string, FeatureMatrix[]>> => {
    const steps = [gain, { ...babble, probability }];
    return extractAugmented(corpus, frontEnd, { copies: 1, steps, seed: 1 }, { ids });
  };
  await rm(join(folder.path, 'sad/a_2.wav'));
  expect((await load(0)).size).toBe(1);
  await expect(load(1)).rejects.toThrow(/a_2\.wav/);
});

it('augments parts of a long recording, with its other parts as babble at their own rate', async () => {
  const samples = Float32Array.from({ length: 3200 }, (_, i) => Math.sin(i * i) / 2);
  await folder.write({
    'long.wav': encodeWav({ samples, sampleRate: 16_000 }),
    'other.wav': encodeWav({ samples, sampleRate: 48_000 }),
    'table.csv': ascii(
      'path,emotion,speaker,start,end\nlong.wav,sad,x,0,0.1\nlong.wav,angry,x,0.1,0.2\nother.wav,happy,x,,\n',
    ),
  });
  const corpus = await tableCorpus(join(folder.path, 'table.csv'));
  const load = () => extractAugmented(corpus, frontEnd, { copies: 2, steps: [babble], seed: 1 }, { cache: cache() });
  const augmented = await load();
  expect([...augmented.values()].map((copies) => copies.map(({ frames }) => frames))).toEqual([
    [101, 101],
    [101, 101],
    [67, 67],
  ]);
  expect(plain(await load())).toEqual(plain(augmented));
});

it('augments a corpus without files in the same way', async () => {
  const corpus = syntheticCorpus({ speakers: 2, utterancesPerEmotion: 1, emotions: ['angry', 'sad'] });
  const steps = [gain, babble];
  const augmented = await extractAugmented(corpus, frontEnd, { copies: 2, steps, seed: 1 });
  expect([...augmented.values()].map((copies) => copies.length)).toEqual([2, 2, 2, 2]);
  const ids = [corpus.utterances[3]!.id];
  const one = await extractAugmented(corpus, frontEnd, { copies: 1, steps, seed: 1 }, { ids });
  expect(one.get(ids[0]!)![0]!.data).toEqual(augmented.get(ids[0]!)![0]!.data);
});

it('refuses what it cannot do', async () => {
  const corpus = await corpusOf(2);
  const failure = (more: object, options: ExtractOptions = {}) =>
    failureOf(extractAugmented(corpus, frontEnd, { ...recipe, ...more }, options));
  expect((await failure({ copies: 0 })).message).toBe('copies must be an integer from 1 to 1000, got 0');
  expect((await failure({ seed: 0.5 })).message).toBe('seed must be an integer, got 0.5');
  expect((await failure({ steps: [] })).message).toContain('steps must be a list of 1 to 64 elements');
  expect((await failure({ steps: [gain, { kind: 'echo' }] })).message).toContain('steps.1.kind must be one of');
  expect((await failure({}, { threads: 0 })).message).toContain('threads');
  expect((await failure({}, { signal: AbortSignal.abort() })).code).toBe('ABORTED');
  const band = { kind: 'band', lowHz: 300, highHz: 20_000 };
  expect((await failure({ steps: [band] })).message).toMatch(/^utterance own\/angry\/a_0\.wav: highHz must be below/);
});

it('skips an utterance once, however many of its versions cannot be made', async () => {
  const corpus = await corpusOf(4);
  await folder.write({ 'sad/a_2.wav': ascii('RIFF and nothing else') });
  for (const cached of [{}, { cache: cache() }]) {
    const skipped: string[] = [];
    const augmented = await extractAugmented(corpus, frontEnd, recipe, {
      ...cached,
      onSkip: ({ id }) => skipped.push(id),
    });
    expect(skipped).toEqual(['own/sad/a_2.wav']);
    expect([...augmented.values()].map((versions) => versions.length)).toEqual([2, 2, 2]);
  }
});
