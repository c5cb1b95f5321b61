import type { ProgressEvent } from '@ser/core';
import { extractFeatures, selectEmotions, syntheticCorpus } from '@ser/datasets';
import {
  enrollSpeaker,
  fitNormalization,
  type ModelSpec,
  meanScores,
  predictProbabilities,
  SerModel,
} from '@ser/models';
import type * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { SMALL_MODELS } from '../test/small-models.js';
import { frontEnd, smallTraining } from '../test/small-training.js';
import type { CheckpointStore } from './checkpoint/checkpoint-store.js';
import type { RunState } from './checkpoint/run-state.js';
import { examplesOf } from './data/example.js';
import { evaluate } from './evaluate.js';
import { WeightVector } from './network/weight-vector.js';
import { type TrainModelOptions, trainModel } from './train-model.js';

const { corpus, features, options, called, versionsOf } = await smallTraining();

const weightsOf = ({ network }: SerModel): Float32Array => WeightVector.all(network).read();

it('takes features as they are where they are not to be standardized', async () => {
  const { training } = options();
  const trained = async (standardize?: boolean): Promise<SerModel> => {
    const recipe = { ...training, epochs: 1, ...(standardize === undefined ? {} : { standardize }) };
    return (await trainModel(options({ training: recipe }))).model;
  };
  const raw = await trained(false);
  expect(raw.frontEnd.config.normalization).toBeUndefined();
  const clip = await corpus.read(corpus.utterances[0]!);
  expect(() => enrollSpeaker(raw, [clip])).toThrow('does not normalize features');
  const [standardized, byDefault] = [await trained(true), await trained()];
  expect(standardized.frontEnd.config.normalization).toEqual(fitNormalization([...features.values()]));
  expect(weightsOf(byDefault)).toEqual(weightsOf(standardized));
  expect(weightsOf(raw)).not.toEqual(weightsOf(standardized));
});

for (const model of Object.values(SMALL_MODELS)) {
  it(`fits 32 clips completely (${model.kind})`, async () => {
    // The picture's filters take smaller steps.
    const change = model.kind === 'cnn-2d' ? { epochs: 60, learningRate: 3e-3 } : {};
    const training = { ...options().training, ...change };
    const trained = await trainModel(options({ model, training }));
    expect(trained.heldOutSpeakers).toEqual([]);
    expect(trained.history.epochs).toHaveLength(training.epochs);
    expect((await evaluate(trained.model, corpus)).metrics.war.value).toBe(1);
    expect(trained.model.card).toMatchObject({ name: `synthetic-${model.kind}`, corpora: ['synthetic'], seed: 3 });
  });
}

it('normalizes by the speakers in training, never by held-out speakers', async () => {
  const training = { ...options().training, epochs: 1, heldOutSpeakers: 1 };
  const { model, heldOutSpeakers } = await trainModel(options({ training }));
  expect(heldOutSpeakers).toHaveLength(1);
  const own = corpus.utterances.filter(({ speaker }) => !heldOutSpeakers.includes(speaker!));
  expect(model.frontEnd.config.normalization).toEqual(fitNormalization(own.map(({ id }) => features.get(id)!)));
  expect(model.frontEnd.config.normalization).not.toEqual(fitNormalization([...features.values()]));
});

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

it('keeps the statistics of neutral clips, for speakers who are met later', async () => {
  const short = { ...options().training, epochs: 1 };
  const neutral = corpus.utterances.filter(({ emotion }) => emotion === 'neutral').map(({ id }) => features.get(id)!);
  const { model } = await trainModel(options({ training: short }));
  expect(model.neutral).toEqual(fitNormalization(neutral));
  const others = selectEmotions(corpus, ['angry', 'sad']);
  expect((await trainModel(options({ corpus: others, training: short }))).model.neutral).toBeUndefined();
});

it('keeps the scores of neutral clips of held-out speakers where clips are taken without their means', async () => {
  const training = { ...options().training, epochs: 1, heldOutSpeakers: 2 };
  const centered = { ...frontEnd, subtractClipMean: true };
  const rest = { frontEnd: centered, features: await extractFeatures(corpus, centered), training };
  const { model, heldOutSpeakers } = await trainModel(options(rest));
  const neutral = corpus.utterances.filter(
    ({ emotion, speaker }) => emotion === 'neutral' && heldOutSpeakers.includes(speaker),
  );
  expect(neutral).toHaveLength(4);
  const answers = await Promise.all(
    neutral.map(async (clip) => model.uncalibratedProbabilities(model.frontEnd.extract(await corpus.read(clip)))),
  );
  for (const [label, score] of meanScores(answers).entries()) expect(model.neutralScores![label]).toBeCloseTo(score, 4);
  const scoresOf = async (change: Partial<TrainModelOptions>) =>
    (await trainModel(options({ ...rest, ...change }))).model.neutralScores;
  expect(await scoresOf({ training: { ...training, heldOutSpeakers: 0 } })).toBeUndefined();
  expect(await scoresOf({ frontEnd, features })).toBeUndefined();
});

it('predicts clip by clip as in batches', async () => {
  const { model } = await trainModel(options({ training: { ...options().training, epochs: 2 } }));
  const ids = corpus.utterances.slice(0, 6).map(({ id }) => id);
  const examples = examplesOf(corpus, ids, features);
  const { mean, std } = model.frontEnd.config.normalization!;
  const rows = predictProbabilities(
    model.network,
    examples.map((example) => example.features),
    { window: model.window, normalization: { mean: [...mean], std: [...std] } },
  );
  const { predictions } = await evaluate(model, corpus, ids);
  for (const [i, { probabilities }] of predictions.entries()) {
    for (const [c, p] of probabilities.entries()) expect(rows[i]![c]).toBeCloseTo(p, 5);
  }
});

it('trains by workers that share each batch: the same weights, bit for bit', async () => {
  const training = { ...options().training, epochs: 3, shards: 3, heldOutSpeakers: 1 };
  const alone = await trainModel(options({ training }));
  // Three shards by two workers: one has more to do.
  const shared = await trainModel(options({ training, threads: 2 }));
  expect(weightsOf(shared.model)).toEqual(weightsOf(alone.model));
  expect(shared.model.temperature).toBe(alone.model.temperature);
  expect(shared.history.epochs).toEqual(alone.history.epochs);
  expect(shared.heldOutSpeakers).toEqual(alone.heldOutSpeakers);
});

it('stops workers that share each batch', async () => {
  const controller = new AbortController();
  const run = trainModel({
    ...options({ training: { ...options().training, epochs: 1000, shards: 2 }, threads: 2, signal: controller.signal }),
    onProgress: ({ done }) => done === 2 && controller.abort(),
  });
  await expect(run).rejects.toMatchObject({ code: 'ABORTED' });
});

it('refuses to evaluate utterances whose emotion is not a label of the model', async () => {
  const { model } = await trainModel(options({ training: { ...options().training, epochs: 1 } }));
  const other = syntheticCorpus({ speakers: 2, emotions: ['angry', 'fearful'], utterancesPerEmotion: 1 });
  await expect(evaluate(model, other)).rejects.toThrow(
    /is fearful, but the labels of the model are angry, happy, neutral, sad/,
  );
  await expect(evaluate(model, corpus, ['x'])).rejects.toThrow('corpus synthetic has no utterance x');
});

it('reports all epochs as done if it stops early', async () => {
  const stopping = { patience: 1, metric: 'uar' } as const;
  const events: ProgressEvent[] = [];
  const { history } = await trainModel({
    ...options({ training: { ...options().training, learningRate: 1e-7, heldOutSpeakers: 1, stopping } }),
    onProgress: (event) => events.push(event),
  });
  expect(history).toMatchObject({ stoppedEarly: true, epochs: { length: 2 } });
  expect(events.at(-1)).toMatchObject({ done: 40, total: 40 });
});

it('refuses a front end that already normalizes', async () => {
  const normalization = { mean: new Array(64).fill(0), std: new Array(64).fill(1) };
  const { features: _, ...rest } = options();
  await expect(trainModel({ ...rest, frontEnd: { ...frontEnd, normalization } })).rejects.toThrow(
    'the front end already normalizes',
  );
});

describe('augmented versions', () => {
  it('are used for training examples only, not for held-out speakers', async () => {
    const training = { ...options().training, epochs: 2, heldOutSpeakers: 1 };
    const plain = await trainModel(options({ training }));
    const [held] = plain.heldOutSpeakers;
    const same = await trainModel(options({ training, variants: versionsOf(() => false) }));
    const augmented = await trainModel(options({ training, variants: versionsOf((speaker) => speaker !== held) }));
    const heldOutAugmented = await trainModel(
      options({ training, variants: versionsOf((speaker) => speaker === held) }),
    );
    expect(weightsOf(augmented.model)).not.toEqual(weightsOf(same.model));
    expect(weightsOf(heldOutAugmented.model)).toEqual(weightsOf(same.model));
    expect(heldOutAugmented.history.epochs).toEqual(same.history.epochs);
    expect(augmented.model.frontEnd.config.normalization).toEqual(plain.model.frontEnd.config.normalization);
    expect(plain.model.card.notes).toBeUndefined();
    expect(augmented.model.card.notes).toEqual([
      'Trained with 1 augmented version of each clip (gain): {"copies":1,"steps":[{"kind":"gain","db":[3,3]}],"seed":7}',
    ]);
  });

  it('must exist for all training examples', async () => {
    await expect(
      trainModel(options({ variants: { ...versionsOf(() => false), features: new Map() } })),
    ).rejects.toThrow(/augmented versions of utterance .* are missing/);
  });
});

describe('an initial model', () => {
  const short = (): TrainModelOptions =>
    options({ training: { ...options().training, epochs: 1, learningRate: 1e-6 } });
  const layerOf = ({ network }: SerModel, name: string) => network.getLayer(name).getWeights()[0]!.dataSync();
  const distance = (a: Float32Array, b: Float32Array): number => Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));

  let initial: SerModel;

  beforeAll(async () => {
    ({ model: initial } = await trainModel(options({ training: { ...options().training, epochs: 8 } })));
  });

  it('provides all weights, and those of its output layer if the labels are the same', async () => {
    const { model: same } = await trainModel({ ...short(), initial, seed: 99 });
    for (const name of ['hidden', 'emotion']) {
      expect(distance(layerOf(same, name) as Float32Array, layerOf(initial, name) as Float32Array)).toBeLessThan(1e-4);
    }
    const other = syntheticCorpus({
      speakers: 2,
      emotions: ['angry', 'happy', 'sad', 'fearful'],
      utterancesPerEmotion: 1,
    });
    const { features: _, ...rest } = short();
    const { model: tuned } = await trainModel({ ...rest, corpus: other, initial, seed: 99 });
    expect(distance(layerOf(tuned, 'hidden') as Float32Array, layerOf(initial, 'hidden') as Float32Array)).toBeLessThan(
      1e-4,
    );
    expect(
      distance(layerOf(tuned, 'emotion') as Float32Array, layerOf(initial, 'emotion') as Float32Array),
    ).toBeGreaterThan(0.05);
    expect(tuned.labels).toEqual(['angry', 'fearful', 'happy', 'sad']);
    expect(tuned.frontEnd.config.normalization).not.toEqual(initial.frontEnd.config.normalization);
  });

  it('is named on the card of the trained model, with its corpora', async () => {
    const { model: tuned } = await trainModel({ ...short(), corpus: called('elsewhere'), initial });
    expect(tuned.card).toMatchObject({
      corpora: ['synthetic', 'elsewhere'],
      notes: ['Fine-tuned from synthetic-cnn.'],
      license: expect.stringContaining('and of synthetic-cnn: '),
    });
  });

  it('must have the same architecture and front end', async () => {
    const wider: ModelSpec = { kind: 'cnn', filters: [16, 24], denseUnits: 16 };
    await expect(trainModel({ ...short(), model: wider, initial })).rejects.toThrow(
      /has shape \[.*24\], in the initial model \[/,
    );
    const sharper = { ...frontEnd, frame: { nFft: 512, hopLength: 400 } };
    await expect(trainModel({ ...short(), frontEnd: sharper, initial })).rejects.toThrow(
      'frontEnd.frame.hopLength must be 512 as in the initial model, got 400',
    );
  });
});

it('resumes from the state in a checkpoint store', async () => {
  const states = new Map<string, RunState>();
  const checkpoints: CheckpointStore = {
    load: async (key) => states.get(key),
    save: async (key, state) => void states.set(key, structuredClone(state)),
    loadOutcome: async () => undefined,
    saveOutcome: async () => {},
  };
  const training = { ...options().training, epochs: 6 };
  const whole = await trainModel(options({ training }));
  const controller = new AbortController();
  const stopped = trainModel({
    ...options({ training, checkpoints, signal: controller.signal }),
    onProgress: ({ done }) => done === 2 && controller.abort(),
  });
  await expect(stopped).rejects.toMatchObject({ code: 'ABORTED' });
  const before = states.get('model')!.epoch;
  const events: ProgressEvent[] = [];
  const resumed = await trainModel({
    ...options({ training, checkpoints }),
    onProgress: (event) => events.push(event),
  });
  expect(events[0]).toMatchObject({ done: before, restored: before });
  expect(events.at(-1)).toMatchObject({
    done: 6,
    restored: before,
    metrics: { epoch: 6, accuracy: expect.any(Number) },
  });
  expect(weightsOf(resumed.model)).toEqual(weightsOf(whole.model));
});

it('gives examples the votes of listeners, in the order of the classes', () => {
  const [first, second, ...rest] = corpus.utterances;
  const { emotions } = corpus;
  const voted = {
    ...corpus,
    utterances: [
      { ...first!, votes: { [emotions[1]!]: 0.6, [emotions[0]!]: 0.2, other: 0.2 } },
      { ...second!, votes: { other: 1 } },
      ...rest,
    ],
  };
  const examples = examplesOf(voted, [first!.id, second!.id, rest[0]!.id], features);
  expect(examples[0]!.votes!.map((share) => +share.toFixed(6))).toEqual([
    0.25,
    0.75,
    ...emotions.slice(2).map(() => 0),
  ]);
  expect(examples[1]!.votes).toBeUndefined();
  expect(examples[2]!.votes).toBeUndefined();
});

it('predicts the same from audio as from features, if the mean over the clip is subtracted', async () => {
  const centering = { ...frontEnd, subtractClipMean: true };
  const training = { ...options().training, epochs: 1, featureAugmentation: { tempo: 0.1 } };
  const centered = await extractFeatures(corpus, centering);
  const { model } = await trainModel(options({ frontEnd: centering, training, features: centered }));
  const [one] = corpus.utterances;
  const { mean, std } = model.frontEnd.config.normalization!;
  const [row] = predictProbabilities(model.network, [centered.get(one!.id)!], {
    window: model.window,
    normalization: { mean: [...mean], std: [...std] },
  });
  const { predictions } = await evaluate(model, corpus, [one!.id]);
  for (const [c, p] of predictions[0]!.probabilities.entries()) expect(row![c]).toBeCloseTo(p, 6);
});
