import { syntheticCorpus } from '@ser/datasets';
import { createFrontEnd } from '@ser/dsp';
import { startBackend } from '@ser/models';
import { crossValidate, extractFeatures, trainModel } from '../src/index.js';

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
    features: await extractFeatures(corpus, createFrontEnd(frontEnd)),
    model: { kind: 'cnn', filters: [8, 8], denseUnits: 8 },
    training: { epochs: 2, batchSize: 8, shards: 2, window: { frames: 32, hopFrames: 16, padding: 'wrap' } },
    seed: 1,
    wasmFolder,
  } as const;
  const folds: number[][][] = [];
  const weights: number[][] = [];
  for (const threads of [1, 2]) {
    const { predictions } = await crossValidate({ ...common, protocol: 'speaker-2', threads });
    folds.push(predictions.map(({ probabilities }) => [...probabilities]));
    const { model } = await trainModel({ ...common, threads });
    weights.push(model.network.getWeights().flatMap((weight) => [...weight.dataSync()]));
  }
  return { backend, isolated: crossOriginIsolated, folds, weights };
}

Object.assign(globalThis, { run });
