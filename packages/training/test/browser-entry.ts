import { type Corpus, extractFeatures, speakersOf, syntheticCorpus } from '@ser/datasets';
import type { FeatureMatrix } from '@ser/dsp';
import { startBackend } from '@ser/models';
import { examplesOf, featuresOf, type NamedFold, runFolds, trainModel } from '../src/index.js';

interface Common extends Pick<NamedFold['job'], 'model' | 'training' | 'seed'> {
  readonly corpus: Corpus;
  readonly features: ReadonlyMap<string, FeatureMatrix>;
}

/** Two folds: half of the speakers are trained on, the other half is tested, and the reverse. */
function halves({ corpus, features, model, training, seed }: Common): NamedFold[] {
  const speakers = speakersOf(corpus.utterances);
  const half = new Set(speakers.slice(0, speakers.length / 2));
  return [true, false].map((first, i) => {
    const idsOf = (trained: boolean): string[] =>
      corpus.utterances.filter(({ speaker }) => half.has(speaker) === (first === trained)).map(({ id }) => id);
    const train = examplesOf(corpus, idsOf(true), features);
    const test = idsOf(false).map((id) => featuresOf(features, id));
    const job = { model, classes: corpus.emotions.length, training, seed, train, heldOut: [], test };
    return { key: `fold ${i}`, figures: { fold: i + 1 }, job };
  });
}

/** What the page does when the test asks: folds in workers, and batches shared by workers, each beside the same alone. */
async function run(): Promise<{ backend: string; isolated: boolean; folds: number[][][]; weights: number[][] }> {
  const wasmFolder = new URL('/wasm/', location.href).href;
  const backend = await startBackend({ wasmFolder });
  const corpus = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 2 });
  const frontEnd = {
    sampleRate: 16000,
    frame: { nFft: 512, hopLength: 512 },
    features: [{ kind: 'mfcc', nMfcc: 13, nMels: 26 }],
  } as const;
  const common = {
    corpus,
    frontEnd,
    features: await extractFeatures(corpus, frontEnd),
    model: { kind: 'cnn', filters: [8, 8], denseUnits: 8 },
    training: { epochs: 2, batchSize: 8, shards: 2, window: { frames: 32, hopFrames: 16, padding: 'wrap' } },
    seed: 1,
    wasmFolder,
  } as const;
  const folds: number[][][] = [];
  const weights: number[][] = [];
  for (const threads of [1, 2]) {
    const outcomes = await runFolds(halves(common), { task: 'folds', threads, wasmFolder });
    folds.push(outcomes.flatMap(({ probabilities }) => probabilities));
    const { model } = await trainModel({ ...common, threads });
    weights.push(model.network.getWeights().flatMap((weight) => [...weight.dataSync()]));
  }
  return { backend, isolated: crossOriginIsolated, folds, weights };
}

Object.assign(globalThis, { run });
