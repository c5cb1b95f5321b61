import { checkFields } from '@ser/core/schema';
import { createFrontEnd, type FeatureMatrix } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildModel } from '../architectures/build-model.js';
import { startBackend } from '../backend/start-backend.js';
import { SerEnsemble } from '../model/ser-ensemble.js';
import { SerModel } from '../model/ser-model.js';
import { predictEmbedded, withEmbedding } from './embedding.js';
import { predictProbabilities } from './probabilities.js';
import { distanceTo, type Rejection, rejectionSchema, uncertaintyOf } from './rejection.js';

const window = { frames: 16, hopFrames: 8, padding: 'wrap' } as const;

beforeAll(async () => {
  await startBackend();
});

const clip = (frames: number, seed: number): FeatureMatrix => ({
  frames,
  coeffs: 13,
  data: Float32Array.from({ length: frames * 13 }, (_, i) => Math.sin(seed * i)),
});

describe('withEmbedding', () => {
  it('gives the input of the last dense layer, with the same probabilities bit for bit', () => {
    for (const kind of ['cnn', 'resnet', 'lstm', 'baseline'] as const) {
      const network = buildModel({ kind }, { frames: 16, coeffs: 13, classes: 3, seed: 4 });
      const clips = [clip(10, 1), clip(40, 2)];
      const { probabilities, embeddings } = predictEmbedded(withEmbedding(network), clips, { window });
      expect(probabilities).toEqual(predictProbabilities(network, clips, { window }));
      const dense = network.layers.at(-1)!;
      expect(embeddings[0]).toHaveLength((dense.input as tfl.SymbolicTensor).shape[1]!);
      // A clip of one window: the dense layer on the embedding gives the probabilities.
      const again = tf.tidy(() => (dense.apply(tf.tensor2d([embeddings[0]!])) as tf.Tensor).dataSync());
      for (const [i, p] of again.entries()) expect(p).toBeCloseTo(probabilities[0]![i]!, 5);
      network.dispose();
    }
  });

  it('refuses a network without a dense layer on a vector', () => {
    const input = tfl.input({ shape: [16, 13] });
    const pooled = tfl.layers.globalAveragePooling1d({}).apply(input) as tfl.SymbolicTensor;
    expect(() => withEmbedding(tfl.model({ inputs: input, outputs: pooled }))).toThrow('has no embedding');
  });
});

it('distanceTo is the root mean square difference from the nearest mean, in deviations', () => {
  const place = {
    means: [
      [0, 0],
      [10, 10],
    ],
    std: [1, 2],
  };
  expect(distanceTo([0, 0], place)).toBe(0);
  expect(distanceTo([1, 2], place)).toBe(1);
  expect(distanceTo([12, 10], place)).toBeCloseTo(Math.sqrt(2), 12);
});

describe('uncertaintyOf', () => {
  const rejection: Rejection = {
    coverage: 0.9,
    minConfidence: 0.4,
    distance: {
      means: [
        [0, 0],
        [4, 4],
      ],
      std: [1, 1],
      limit: 2,
    },
  };

  it('lets an answer pass that is confident enough and near enough', () => {
    expect(uncertaintyOf(rejection, 0.4, [0, 2])).toBeUndefined();
  });

  it('states the reason with its figures, distance first', () => {
    expect(uncertaintyOf(rejection, 0.39, [0, 0])).toEqual({
      reason: 'low-confidence',
      message: 'the most probable emotion has 39 %, at least 40 % is answered',
    });
    expect(uncertaintyOf(rejection, 0.2, [0, -8])).toEqual({
      reason: 'unlike-training',
      message: 'the clip is unlike the training data: distance 5.66, at most 2.00 is answered',
    });
  });
});

describe('a model that may decline to answer', () => {
  const frontEnd = createFrontEnd({
    sampleRate: 16000,
    frame: { nFft: 512, hopLength: 256 },
    features: [{ kind: 'mfcc', nMfcc: 13 }],
  });
  const labels = ['angry', 'neutral', 'sad'] as const;
  const card = { name: 'test', description: 'test', corpora: ['emodb'], license: 'none' };
  const network = () => buildModel({ kind: 'cnn', filters: [8, 8] }, { frames: 16, coeffs: 13, classes: 3, seed: 4 });
  const model = (rejection?: Rejection) =>
    new SerModel({ network: network(), frontEnd, labels, window, rejection, card });

  it('answers as before, with the reason of its doubt', () => {
    const plain = model();
    const doubting = model({ coverage: 0.5, minConfidence: 1 });
    const [before, after] = [plain.predictFeatures(clip(20, 1)), doubting.predictFeatures(clip(20, 1))];
    expect(before.uncertain).toBeUndefined();
    expect(after).toMatchObject({ label: before.label, confidence: before.confidence });
    expect(after.uncertain?.reason).toBe('low-confidence');
    expect(doubting.withRejection(undefined).predictFeatures(clip(20, 1)).uncertain).toBeUndefined();
  });

  it('keeps its limits in its file', async () => {
    const original = model();
    const embedding = withEmbedding(original.network).outputs[1]!.shape[1]!;
    const fitting: Rejection = {
      coverage: 0.9,
      minConfidence: 0,
      distance: {
        means: labels.map(() => new Array<number>(embedding).fill(1e6)),
        std: new Array<number>(embedding).fill(1),
        limit: 3,
      },
    };
    let saved: tf.io.ModelArtifacts | undefined;
    await original.withRejection(fitting).save({
      save: async (artifacts) => {
        saved = artifacts;
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      },
    });
    const loaded = await SerModel.load({ load: async () => saved! });
    expect(loaded.rejection).toEqual(fitting);
    expect(loaded.predictFeatures(clip(20, 1)).uncertain?.reason).toBe('unlike-training');
  });

  it('refuses limits that do not fit its labels or its network', () => {
    const distance = { means: [[1], [2]], std: [1], limit: 3 };
    expect(() => model({ coverage: 0.9, minConfidence: 0, distance })).toThrow(
      'rejection.distance.means must be 3 rows, one for each label',
    );
    const three = { ...distance, means: [[1], [2], [3]] };
    expect(() => model({ coverage: 0.9, minConfidence: 0, distance: three })).toThrow(
      'one for each unit of the embedding',
    );
    expect(() => model({ coverage: 2, minConfidence: 0 })).toThrow(
      'rejection.coverage must be a number in (0, 1], got 2',
    );
  });

  it('an ensemble is uncertain where most of its members are', () => {
    const doubt = { coverage: 0.5, minConfidence: 1 };
    const uncertain = (...members: SerModel[]) =>
      new SerEnsemble({ members, card }).predict({ samples: new Float32Array(16000).fill(0.1), sampleRate: 16000 })
        .uncertain;
    expect(uncertain(model(doubt), model(doubt), model())?.reason).toBe('low-confidence');
    expect(uncertain(model(doubt), model())).toBeUndefined();
  });
});

it('rejectionSchema accepts a coverage above 0 and up to 1, and a confidence from 0 to 1', () => {
  const checked = (change: object) => checkFields(rejectionSchema, { coverage: 0.9, minConfidence: 0.5, ...change });
  for (const coverage of [0.01, 1]) expect(checked({ coverage })).toEqual({ coverage, minConfidence: 0.5 });
  for (const minConfidence of [0, 1]) expect(checked({ minConfidence }).minConfidence).toBe(minConfidence);
  for (const coverage of [0, 1.01]) expect(() => checked({ coverage })).toThrow('coverage must be a number in (0, 1]');
  for (const minConfidence of [-0.01, 1.01])
    expect(() => checked({ minConfidence })).toThrow('minConfidence must be a number in [0, 1]');
});
