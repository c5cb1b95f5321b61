import type { ProgressEvent } from '@ser/core';
import { type Corpus, extractFeatures, splitCorpus, syntheticCorpus } from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { startBackend } from '@ser/models';

import { beforeAll, expect, it } from 'vitest';
import { nestedCrossValidate } from '../by-protocol.fixture.js';
import { memoryStore } from '../memory-store.fixture.js';
import type { Candidate } from './select-recipe.js';

const frontEnd: FrontEndConfig = {
  sampleRate: 16000,
  frame: { nFft: 512, hopLength: 512 },
  features: [{ kind: 'mfcc', nMfcc: 8, nMels: 20 }],
};
const EPOCHS = 2;

let corpus: Corpus;
let features: ReadonlyMap<string, FeatureMatrix>;
let options: Parameters<typeof nestedCrossValidate>[0];

beforeAll(async () => {
  await startBackend();
  corpus = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 2 });
  features = await extractFeatures(corpus, frontEnd);
  const candidate = (learningRate: number): Candidate => ({
    name: `rate ${learningRate}`,
    model: { kind: 'cnn', filters: [4], denseUnits: 4 },
    frontEnd,
    training: { epochs: EPOCHS, batchSize: 16, learningRate, window: { frames: 20, hopFrames: 20, padding: 'wrap' } },
    features,
  });
  options = { corpus, candidates: [candidate(1e-3), candidate(1e-2)], innerFolds: 2, protocol: 'speaker-2', seed: 3 };
});

it('goes on from what a store has, choices included, to the same result', async () => {
  const { histories: _, ...whole } = await nestedCrossValidate(options);
  const checkpoints = memoryStore();
  const controller = new AbortController();
  let events = 0;
  const stopped = nestedCrossValidate({
    ...options,
    checkpoints,
    signal: controller.signal,
    // In the first outer fold, within the second candidate.
    onProgress({ metrics }) {
      if (metrics?.candidate === 2 && ++events === 2) controller.abort();
    },
  });
  await expect(stopped).rejects.toMatchObject({
    code: 'ABORTED',
    message: 'training was stopped in outer fold 1 of 2',
  });
  expect(checkpoints.ended.length).toBeGreaterThanOrEqual(2);
  expect(checkpoints.ended.length).toBeLessThan(10);

  expect(await nestedCrossValidate({ ...options, checkpoints })).toMatchObject(whole);
  const folds = splitCorpus(corpus, 'speaker-2', { seed: 3 }).folds.map(({ name }) => name);
  expect(new Set(checkpoints.ended).size).toBe(10);
  expect(checkpoints.ended.filter((key) => !key.includes('candidate'))).toEqual(folds.map((name) => `fold ${name}`));
  // Two candidates on two inner folds, and the chosen one, in two outer folds: no epoch twice.
  expect(checkpoints.epochs.length).toBe(10 * EPOCHS);
  expect(new Set(checkpoints.epochs).size).toBe(10 * EPOCHS);
});

it('counts its networks', async () => {
  const events: ProgressEvent[] = [];
  await nestedCrossValidate({ ...options, onProgress: (event) => events.push(event) });
  expect(new Set(events.map(({ task, total }) => `${task} ${total}`))).toEqual(new Set(['synthetic networks 10']));
  const done = events.map((event) => event.done);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(new Set(done)).toEqual(new Set(Array.from({ length: 11 }, (_, i) => i)));
  expect(events.at(-1)).toMatchObject({
    done: 10,
    etaMs: 0,
    metrics: { outerFold: 2, fold: 1, loss: expect.any(Number) },
  });
  const candidates = events.filter(({ metrics }) => metrics?.outerFold === 1).map(({ metrics }) => metrics?.candidate);
  expect(candidates.slice(0, -1)).toContain(1);
  expect(candidates).toContain(2);
});

it('calls the first folds alone a quick look', async () => {
  const { config, folds, predictions } = await nestedCrossValidate({ ...options, folds: 1 });
  const [first] = splitCorpus(corpus, 'speaker-2', { seed: 3 }).folds;
  expect(config).toMatchObject({ partial: true, folds: 1, foldsOfProtocol: 2, selection: [{ fold: first!.name }] });
  expect(folds).toHaveLength(1);
  expect(predictions.map(({ id }) => id)).toEqual(first!.test);
  await expect(nestedCrossValidate({ ...options, folds: 0 })).rejects.toThrow(
    'folds must be a positive integer, got 0',
  );
});
