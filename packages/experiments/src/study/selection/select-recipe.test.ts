import type { ProgressEvent } from '@ser/core';
import { type Corpus, extractFeatures, splitCorpus, syntheticCorpus } from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { startBackend } from '@ser/models';

import { beforeAll, expect, it } from 'vitest';
import { crossValidate, nestedCrossValidate, selectRecipe } from '../by-protocol.fixture.js';
import { memoryStore } from '../memory-store.fixture.js';
import type { Candidate } from './select-recipe.js';

const frontEnd: FrontEndConfig = {
  sampleRate: 16000,
  level: { kind: 'rms', targetDb: -26 },
  frame: { nFft: 512, hopLength: 512 },
  features: [{ kind: 'mfcc', nMfcc: 13, nMels: 26 }],
};

let corpus: Corpus;
let features: Map<string, FeatureMatrix>;
let ids: readonly string[];

const candidate = (name: string, learningRate: number): Candidate => ({
  name,
  model: { kind: 'cnn', filters: [16], denseUnits: 16 },
  frontEnd,
  training: { epochs: 6, batchSize: 16, learningRate, window: { frames: 40, hopFrames: 20, padding: 'wrap' } },
  features,
});

beforeAll(async () => {
  await startBackend();
  corpus = syntheticCorpus({ speakers: 5, utterancesPerEmotion: 4 });
  ids = splitCorpus(corpus, 'loso').folds[0]!.train;
  features = await extractFeatures(corpus, frontEnd, { ids });
});

it('ranks candidates by training speakers, without features of the test part', async () => {
  const candidates = [candidate('hardly learns', 1e-7), candidate('learns', 3e-3)];
  const { best, ranking, speakers, ...rest } = await selectRecipe({ corpus, ids, candidates, innerFolds: 2, seed: 1 });
  expect(rest.candidates).toBe(2);
  expect(best).toEqual(candidates[1]);
  expect(ranking.map((ranked) => ranked.candidate.name)).toEqual(['learns', 'hardly learns']);
  expect(ranking[0]!.metrics.uar.value).toBeGreaterThan(ranking[1]!.metrics.uar.value);
  for (const { metrics } of ranking) expect(metrics.utterances).toBe(ids.length);
  expect(speakers).toHaveLength(4);
  const [outer] = splitCorpus(corpus, 'loso').folds;
  const tested = new Set(corpus.utterances.filter(({ id }) => outer!.test.includes(id)).map(({ speaker }) => speaker));
  for (const speaker of speakers) expect(tested.has(speaker)).toBe(false);
});

it('gives all candidates the same groups of speakers', async () => {
  const candidates = [candidate('a', 1e-3), candidate('b', 2e-3)].map((one) => ({
    ...one,
    training: { ...one.training, epochs: 1 },
  }));
  const { ranking } = await selectRecipe({ corpus, ids, candidates, innerFolds: 2, seed: 4 });
  const [one, other] = ranking.map(({ metrics }) => metrics.folds.map(({ speakers }) => speakers));
  expect(one).toEqual(other);
});

it('resumes from a store with the same ranking, and reports the number of networks', async () => {
  const candidates = [candidate('a', 1e-3), candidate('b', 3e-3), candidate('c', 1e-2)].map((one) => ({
    ...one,
    training: { ...one.training, epochs: 3 },
  }));
  const options = { corpus, ids, candidates, innerFolds: 2, seed: 5 };
  const whole = await selectRecipe(options);
  const checkpoints = memoryStore();
  const controller = new AbortController();
  const stopped = selectRecipe({
    ...options,
    checkpoints,
    signal: controller.signal,
    onProgress: ({ metrics }) => metrics?.candidate === 2 && metrics.epoch === 2 && controller.abort(),
  });
  await expect(stopped).rejects.toMatchObject({
    code: 'ABORTED',
    message: 'training was stopped in candidate 2 of 3',
    hint: 'Run again with the same checkpoints to resume.',
  });
  expect(checkpoints.ended).toHaveLength(2);
  const events: ProgressEvent[] = [];
  const resumed = await selectRecipe({ ...options, checkpoints, onProgress: (event) => events.push(event) });
  expect(resumed).toEqual(whole);
  // Three candidates on two inner folds, no epoch twice.
  expect(new Set(checkpoints.epochs).size).toBe(18);
  expect(checkpoints.epochs).toHaveLength(18);
  expect(new Set(events.map(({ task, total }) => `${task} ${total}`))).toEqual(new Set(['synthetic networks 6']));
  expect(events[0]).toMatchObject({ done: 2, restored: 2, metrics: { candidate: 1 } });
  expect(events.at(-1)).toMatchObject({ done: 6, etaMs: 0, metrics: { candidate: 3, fold: 2 } });
});

it('refuses empty lists, equal names, unknown ids and too few speakers', async () => {
  const refused = (candidates: Candidate[], some = ids) =>
    expect(selectRecipe({ corpus, ids: some, candidates, seed: 1 }));
  await refused([]).rejects.toThrow('candidates must be a list of at least one candidate');
  await refused([candidate('a', 1), candidate('a', 1)]).rejects.toThrow(
    'candidates must be candidates with different names',
  );
  await refused([candidate('a', 1)], ['nobody']).rejects.toThrow('has no utterance nobody');
  await refused([candidate('a', 1)], ids.slice(0, 2)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

it('chooses in each outer fold, and predicts its test part with the chosen recipe', async () => {
  const all = await extractFeatures(corpus, frontEnd);
  const candidates = [candidate('hardly learns', 1e-7), candidate('learns', 3e-3)].map((one) => ({
    ...one,
    features: all,
  }));
  const shared = { corpus, seed: 1, innerFolds: 2 };
  const run = await nestedCrossValidate({ ...shared, candidates, protocol: 'speaker-2' });
  const { folds } = splitCorpus(corpus, 'speaker-2', { seed: 1 });
  expect(run.config).toMatchObject({ partial: false, folds: 2, foldsOfProtocol: 2, candidates: 1 });
  expect(run.predictions.map(({ id }) => id)).toEqual(folds.flatMap(({ test }) => test));
  for (const [i, { fold, name, ranking }] of run.config.selection!.entries()) {
    expect(fold).toBe(folds[i]!.name);
    const alone = await selectRecipe({ ...shared, candidates, ids: folds[i]!.train });
    expect(ranking).toEqual(
      alone.ranking.map((ranked) => ({ name: ranked.candidate.name, uar: ranked.metrics.uar.value })),
    );
    expect(name).toBe(ranking[0]!.name);
  }
  const { name: _, ...second } = candidates[1]!;
  const plain = await crossValidate({ ...second, corpus, protocol: 'speaker-2', seed: 1 });
  expect(run.predictions).toEqual(plain.predictions);
});

it('refuses early stopping without held-out speakers', async () => {
  const { name: _, ...recipe } = candidate('stops', 1e-3);
  const all = await extractFeatures(corpus, frontEnd);
  const run = crossValidate({
    ...recipe,
    ...{ corpus, protocol: 'loso', seed: 1, folds: 1, features: all },
    training: { ...recipe.training, stopping: { patience: 2 } },
  });
  await expect(run).rejects.toThrow('training.heldOutSpeakers must be a positive integer if stopping is given, got 0');
});
