import { type Corpus, syntheticCorpus } from '@ser/datasets';
import { createFrontEnd, type FeatureMatrix } from '@ser/dsp';
import { type ModelSpec, SerModel, startBackend } from '@ser/models';
import type * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { examplesOf } from './data/example.js';
import { extractFeatures } from './data/extract-features.js';
import { DEFAULT_FRONT_END } from './defaults.js';
import { evaluate } from './evaluate.js';
import { WeightVector } from './network/weight-vector.js';
import { predictProbabilities } from './predict-probabilities.js';
import { type TrainModelOptions, trainModel } from './train-model.js';

const frontEnd = { ...DEFAULT_FRONT_END, frame: { nFft: 512, hopLength: 512 } };
let corpus: Corpus;
let features: Map<string, FeatureMatrix>;

beforeAll(async () => {
  await startBackend();
  corpus = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 2 });
  features = await extractFeatures(corpus, createFrontEnd(frontEnd));
});

const options = (rest: Partial<TrainModelOptions> = {}): TrainModelOptions => ({
  corpus,
  model: { kind: 'cnn', filters: [16, 16], denseUnits: 16 },
  frontEnd,
  training: {
    epochs: 60,
    batchSize: 8,
    learningRate: 3e-3,
    schedule: { kind: 'cosine' },
    clipNorm: 1,
    window: { frames: 32, hopFrames: 16, padding: 'wrap' },
    averaging: { kind: 'ema', decay: 0.9 },
  },
  seed: 3,
  features,
  ...rest,
});

const weightsOf = ({ network }: SerModel): Float32Array => WeightVector.all(network).read();

/** Small networks without dropout, so that nothing hinders them. */
const SMALL: ModelSpec[] = [
  { kind: 'cnn', filters: [16, 16], denseUnits: 16, dropout: 0, blockDropout: 0 },
  { kind: 'rnn', units: 24, layers: 1, denseUnits: 16, dropout: 0, layerDropout: 0 },
  { kind: 'lstm', units: 24, denseUnits: 16, dropout: 0, layerDropout: 0 },
];

for (const model of SMALL) {
  it(`fits 32 clips completely (${model.kind})`, async () => {
    const trained = await trainModel(options({ model }));
    expect(trained.heldOutSpeakers).toEqual([]);
    expect(trained.history.epochs).toHaveLength(60);
    expect((await evaluate(trained.model, corpus)).metrics.war).toBe(1);
    expect(trained.model.card).toMatchObject({ name: `synthetic-${model.kind}`, corpora: ['synthetic'], seed: 3 });
  });
}

it('gives a model whose file says the same', async () => {
  const { model } = await trainModel(options({ training: { ...options().training, epochs: 2, heldOutSpeakers: 1 } }));
  const { predictions } = await evaluate(model, corpus);
  let stored: tf.io.ModelArtifacts | undefined;
  await model.save({
    save: async (artifacts) => {
      stored = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' as const } };
    },
  });
  const loaded = await SerModel.load({ load: async () => stored! });
  const again = await evaluate(loaded, corpus);
  for (const [i, { probabilities }] of again.predictions.entries()) {
    for (const [c, p] of probabilities.entries()) expect(p).toBeCloseTo(predictions[i]!.probabilities[c]!, 5);
  }
});

it('predicts clip by clip as in batches', async () => {
  const { model } = await trainModel(options({ training: { ...options().training, epochs: 2 } }));
  const ids = corpus.utterances.slice(0, 6).map(({ id }) => id);
  const examples = examplesOf(corpus, ids, features);
  const { mean, std } = model.frontEnd.config.normalisation!;
  const rows = predictProbabilities(
    model.network,
    examples.map((example) => example.features),
    { window: model.window, normalisation: { mean: [...mean], std: [...std] } },
  );
  const { predictions } = await evaluate(model, corpus, ids);
  for (const [i, { probabilities }] of predictions.entries()) {
    for (const [c, p] of probabilities.entries()) expect(rows[i]![c]).toBeCloseTo(p, 5);
  }
});

it('trains by workers that share each batch: the same weights, bit for bit', async () => {
  const training = { ...options().training, epochs: 3, shards: 3, heldOutSpeakers: 1 };
  const alone = await trainModel(options({ training }));
  for (const threads of [2, 3]) {
    const shared = await trainModel(options({ training, threads }));
    expect(weightsOf(shared.model)).toEqual(weightsOf(alone.model));
    expect(shared.model.temperature).toBe(alone.model.temperature);
    expect(shared.history.epochs).toEqual(alone.history.epochs);
    expect(shared.heldOutSpeakers).toEqual(alone.heldOutSpeakers);
  }
});

it('stops workers that share each batch', async () => {
  const controller = new AbortController();
  const run = trainModel({
    ...options({ training: { ...options().training, epochs: 1000, shards: 2 }, threads: 2, signal: controller.signal }),
    onProgress: ({ done }) => done === 2 && controller.abort(),
  });
  await expect(run).rejects.toMatchObject({ code: 'ABORTED' });
});

it('refuses to judge utterances whose emotion the model does not know', async () => {
  const { model } = await trainModel(options({ training: { ...options().training, epochs: 1 } }));
  const other = syntheticCorpus({ speakers: 2, emotions: ['angry', 'fearful'], utterancesPerEmotion: 1 });
  await expect(evaluate(model, other)).rejects.toThrow(/is fearful, the model knows angry, happy, neutral, sad/);
  await expect(evaluate(model, corpus, ['x'])).rejects.toThrow('corpus synthetic has no utterance x');
});

it('refuses a front end that already normalises', async () => {
  const normalisation = { mean: new Array(64).fill(0), std: new Array(64).fill(1) };
  const { features: _, ...rest } = options();
  await expect(trainModel({ ...rest, frontEnd: { ...frontEnd, normalisation } })).rejects.toThrow(
    'the front end already normalises',
  );
});
