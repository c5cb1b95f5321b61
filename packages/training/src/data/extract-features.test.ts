import { SerError } from '@ser/core';
import { type Corpus, syntheticCorpus } from '@ser/datasets';
import { createFrontEnd } from '@ser/dsp';
import { expect, it } from 'vitest';
import { extractFeatures } from './extract-features.js';

const corpus = syntheticCorpus({ speakers: 2, utterancesPerEmotion: 1 });
const frontEnd = createFrontEnd({
  sampleRate: 16000,
  frame: { nFft: 512, hopLength: 512 },
  features: [{ kind: 'mfcc', nMfcc: 13, nMels: 26 }],
});

it('gives what the front end gives, by id and in shared memory', async () => {
  const done: number[] = [];
  const features = await extractFeatures(corpus, frontEnd, { onProgress: (event) => done.push(event.done) });
  expect([...features.keys()]).toEqual(corpus.utterances.map(({ id }) => id));
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const [first] = corpus.utterances;
  const matrix = features.get(first!.id)!;
  expect(matrix.data.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect([...matrix.data]).toEqual([...frontEnd.extract(await corpus.read(first!)).data]);
});

it('takes the ids that are asked for', async () => {
  const { id } = corpus.utterances[3]!;
  expect([...(await extractFeatures(corpus, frontEnd, { ids: [id] })).keys()]).toEqual([id]);
  await expect(extractFeatures(corpus, frontEnd, { ids: ['x'] })).rejects.toThrow(
    'corpus synthetic has no utterance x',
  );
});

it('names the utterance that cannot be used', async () => {
  const damaged: Corpus = {
    ...corpus,
    read: async () => {
      throw new SerError('INVALID_AUDIO', 'the file is empty');
    },
  };
  await expect(extractFeatures(damaged, frontEnd)).rejects.toMatchObject({
    code: 'INVALID_AUDIO',
    message: `utterance ${corpus.utterances[0]!.id}: the file is empty`,
  });
});

it('stops when told', async () => {
  const controller = new AbortController();
  const run = extractFeatures(corpus, frontEnd, { signal: controller.signal, onProgress: () => controller.abort() });
  await expect(run).rejects.toMatchObject({ code: 'ABORTED' });
});
