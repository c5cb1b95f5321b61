import { type Corpus, extractFeatures, findNearDuplicates, splitCorpus, syntheticCorpus } from '@ser/datasets';
import type { FeatureMatrix, FrontEndConfig } from '@ser/dsp';
import { startBackend } from '@ser/models';
import { beforeAll, expect, it } from 'vitest';
import { nestedCrossValidate } from './nested-cross-validate.js';
import { type Candidate, selectRecipe } from './select-recipe.js';
import { splitForCandidates } from './split-for-candidates.js';

const PROTOCOL = 'random-3';
const SEED = 2;
const mfcc: FrontEndConfig = {
  sampleRate: 16000,
  frame: { nFft: 512, hopLength: 256 },
  features: [{ kind: 'mfcc', nMfcc: 8, nMels: 20 }],
};
const logMel: FrontEndConfig = { ...mfcc, features: [{ kind: 'logMel', nMels: 12 }] };

let corpus: Corpus;
let plain: ReadonlyMap<string, FeatureMatrix>;
/** The features as if a clip were the copy of another one of its speaker, in another part of the folds. */
let copied: ReadonlyMap<string, FeatureMatrix>;
let copies: readonly [string, string];

beforeAll(async () => {
  await startBackend();
  corpus = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 3 });
  plain = await extractFeatures(corpus, mfcc);
  const { folds } = splitCorpus(corpus, PROTOCOL, { seed: SEED });
  const [first, ...others] = corpus.utterances;
  const second = others.find(
    ({ id, speaker }) =>
      speaker === first!.speaker && folds.some(({ test }) => test.includes(first!.id) !== test.includes(id)),
  );
  copies = [first!.id, second!.id];
  copied = new Map(plain).set(second!.id, plain.get(first!.id)!);
});

const candidate = (name: string, rest: Partial<Candidate> = {}): Candidate => ({
  name,
  model: { kind: 'cnn', filters: [4], denseUnits: 4 },
  frontEnd: mfcc,
  training: { epochs: 2, batchSize: 16, learningRate: 1e-2, window: { frames: 40, hopFrames: 20, padding: 'wrap' } },
  ...rest,
});

it('is the split of a corpus by the features of a single candidate', () => {
  const split = splitForCandidates(corpus, PROTOCOL, [{ features: copied }], SEED);
  const duplicates = findNearDuplicates(corpus, copied);
  expect(split).toEqual(splitCorpus(corpus, PROTOCOL, { seed: SEED, duplicates }));
  expect(split).not.toEqual(splitForCandidates(corpus, PROTOCOL, [{ features: plain }], SEED));
  expect(splitForCandidates(corpus, PROTOCOL, [{}], SEED)).toEqual(splitCorpus(corpus, PROTOCOL, { seed: SEED }));
});

it('keeps on one side what any candidate finds to be near-identical', () => {
  for (const candidates of [
    [{ features: plain }, { features: copied }],
    [{ features: copied }, {}, { features: plain }],
  ]) {
    for (const { test } of splitForCandidates(corpus, PROTOCOL, candidates, SEED).folds) {
      expect(test.includes(copies[0])).toBe(test.includes(copies[1]));
    }
  }
});

it('is what a choice in each fold is made and judged by: no test clip has a say', async () => {
  const candidates = [candidate('sees the copy', { features: copied }), candidate('does not', { features: plain })];
  const run = await nestedCrossValidate({ corpus, protocol: PROTOCOL, candidates, innerFolds: 2, seed: SEED });
  const { folds } = splitForCandidates(corpus, PROTOCOL, candidates, SEED);
  for (const [i, { train, test }] of folds.entries()) {
    const { fold, ranking } = run.config.selection![i]!;
    expect(run.predictions.filter((one) => one.fold === fold).map(({ id }) => id)).toEqual(test);
    const alone = await selectRecipe({ corpus, candidates, ids: train, innerFolds: 2, seed: SEED });
    expect(ranking).toEqual(alone.ranking.map(({ candidate: { name }, metrics: { uar } }) => ({ name, uar })));
  }
});

it('has the features of candidates that bring none extracted, once a front end', async () => {
  const read: string[] = [];
  const watched: Corpus = {
    ...corpus,
    read(utterance) {
      read.push(utterance.id);
      return corpus.read(utterance);
    },
  };
  const candidates = [candidate('a'), candidate('b'), candidate('c', { frontEnd: logMel })];
  const options = { protocol: 'speaker-2', innerFolds: 2, seed: SEED, folds: 1 };
  const { predictions } = await nestedCrossValidate({ ...options, corpus: watched, candidates });
  expect(read).toHaveLength(2 * corpus.utterances.length);
  const brought = [plain, plain, await extractFeatures(corpus, logMel)];
  const same = candidates.map((one, i) => ({ ...one, features: brought[i]! }));
  expect(predictions).toEqual((await nestedCrossValidate({ ...options, corpus, candidates: same })).predictions);
});
