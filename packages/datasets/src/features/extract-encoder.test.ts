import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { Random, runInTurns } from '@ser/core';
import { createFrontEnd, type EncoderSpec, type FrontEndConfig } from '@ser/dsp';
import { openEncoder } from '@ser/encoders';
import { expect, it, vi } from 'vitest';
import { ENCODER_FILE, FEATURE } from '../../../encoders/test/encoder-file.js';
import { failureOf, temporaryFolder } from '../../test/temporary-folder.js';
import { folderCorpus } from '../readers/folders/folder-corpus.js';
import { syntheticCorpus } from '../synthetic/synthetic-corpus.js';
import { extractAugmented } from './extract-augmented.js';
import { extractFeatures } from './extract-features.js';

const folder = temporaryFolder();
const cache = (): string => join(folder.path, 'cache');

const frontEnd = (fields: Partial<EncoderSpec> = {}): FrontEndConfig => ({
  sampleRate: 16_000,
  frame: { nFft: 400, hopLength: 320, center: false },
  features: [{ ...FEATURE, ...fields }],
});

/** A corpus of clips of noise, each of another length. */
async function corpusOf(clips: number) {
  const random = new Random('clips');
  const files = Array.from({ length: clips }, (_, i) => {
    const samples = Float32Array.from({ length: 1600 + 320 * i }, () => 0.1 * random.normal());
    return [`${i % 2 ? 'sad' : 'angry'}/clip-${i}.wav`, encodeWav({ samples, sampleRate: 16_000 })] as const;
  });
  await folder.write(Object.fromEntries(files));
  return folderCorpus(folder.path);
}

it('extracts by a speech encoder, in this thread and in workers, with equal numbers', async () => {
  const corpus = await corpusOf(34);
  const encoder = await openEncoder(ENCODER_FILE, FEATURE);
  const plan = createFrontEnd(frontEnd(), { encoder });
  const steps: number[] = [];
  const onProgress = ({ done }: { readonly done: number }): void => void steps.push(done);
  const inWorkers = await extractFeatures(corpus, frontEnd(), { encoder: ENCODER_FILE, threads: 2, onProgress });
  expect(steps).toEqual(Array.from({ length: 34 }, (_, i) => i + 1));
  const here = await extractFeatures(corpus, frontEnd(), { encoder });
  expect(inWorkers.size).toBe(34);
  for (const utterance of corpus.utterances) {
    const expected = await runInTurns(plan.extractSteps(await corpus.read(utterance)));
    for (const found of [inWorkers, here]) expect([...found.get(utterance.id)!.data]).toEqual([...expected.data]);
  }
  await encoder.dispose();
});

it('takes hidden states from the cache without the encoder, under any name of its file', async () => {
  const corpus = await corpusOf(3);
  const first = await extractFeatures(corpus, frontEnd(), { encoder: ENCODER_FILE, cache: cache() });
  const { file: _, ...feature } = FEATURE;
  const unnamed = { ...frontEnd(), features: [feature] };
  for (const again of [frontEnd(), frontEnd({ file: { name: 'renamed.onnx' } }), unnamed])
    expect(await extractFeatures(corpus, again, { cache: cache() })).toEqual(first);
  // Every option that the numbers follow from, and the hash, leads to another key.
  const others = [{ layer: 1, output: 'hidden_states' }, { normalizeWaveform: true }, { chunkSeconds: 10 }];
  for (const other of [...others, { sha256: 'ab'.repeat(32) }])
    await expect(extractFeatures(corpus, frontEnd(other), { cache: cache() })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  const files = await readdir(cache());
  const sizes = await Promise.all(files.map(async (name) => (await readFile(join(cache(), name))).length));
  expect(sizes.filter((bytes) => bytes > 0)).toHaveLength(1);
});

it('extracts augmented versions', async () => {
  const corpus = await corpusOf(2);
  const recipe = { copies: 2, steps: [{ kind: 'gain', db: [-6, -3] } as const], seed: 1 };
  const versions = await extractAugmented(corpus, frontEnd(), recipe, { encoder: ENCODER_FILE });
  const plain = await extractFeatures(corpus, frontEnd(), { encoder: ENCODER_FILE });
  const id = corpus.utterances[0]!.id;
  expect(versions.get(id)).toHaveLength(2);
  expect(versions.get(id)![0]!.data).toHaveLength(plain.get(id)!.data.length);
  expect([...versions.get(id)![0]!.data]).not.toEqual([...plain.get(id)!.data]);
});

it('names a missing encoder, and one whose output does not fit, once for all clips', async () => {
  vi.stubEnv('SER_ENCODER', '');
  const corpus = await corpusOf(2);
  const skipped = vi.fn();
  expect(await failureOf(extractFeatures(corpus, frontEnd(), { onSkip: skipped }))).toMatchObject({
    code: 'NOT_FOUND',
    message: 'no speech encoder: tiny-encoder.onnx',
  });
  const small = extractFeatures(corpus, frontEnd({ size: 8 }), { encoder: ENCODER_FILE, onSkip: skipped });
  expect(await failureOf(small)).toMatchObject({
    code: 'INVALID_MODEL',
    message: expect.stringMatching(/^utterance own\/angry\/clip-0\S*: output last_hidden_state of tiny-encoder\.onnx /),
  });
  expect(skipped).not.toHaveBeenCalled();
  vi.unstubAllEnvs();
});

it('reads clips of a corpus that is not made of files, and stops on demand', async () => {
  const corpus = syntheticCorpus();
  const ids = corpus.utterances.slice(0, 3).map(({ id }) => id);
  const features = await extractFeatures(corpus, frontEnd(), { ids, encoder: ENCODER_FILE });
  expect([...features.keys()]).toEqual(ids);
  const controller = new AbortController();
  const reason = new Error('enough');
  const onProgress = (): void => controller.abort(reason);
  const { signal } = controller;
  await expect(extractFeatures(corpus, frontEnd(), { ids, encoder: ENCODER_FILE, signal, onProgress })).rejects.toBe(
    reason,
  );
});
