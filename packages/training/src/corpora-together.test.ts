import { startBackend } from '@ser/models';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';
import { patterns, WINDOW } from '../test/patterns.js';
import type { Example } from './data/example.js';
import { type FitOptions, fit } from './fit.js';
import { WeightVector } from './network/weight-vector.js';

beforeAll(async () => {
  await startBackend();
});

const { dense, globalAveragePooling1d } = tfl.layers;

const network = (): tfl.Sequential => {
  const kernelInitializer = tfl.initializers.glorotUniform({ seed: 1 });
  return tfl.sequential({
    layers: [
      globalAveragePooling1d({ inputShape: [16, 6] }),
      dense({ units: 3, activation: 'softmax', kernelInitializer }),
    ],
  });
};

/** Two corpora: `a` lacks class 2. */
const examples = (): Example[] =>
  patterns().map((example, i) => ({ ...example, corpus: example.label === 2 || i % 3 === 0 ? 'b' : 'a' }));

const options: FitOptions = { epochs: 2, batchSize: 16, learningRate: 0.02, seed: 5, window: WINDOW };

const weightsAfter = async (rest: Partial<FitOptions>, trained = examples()): Promise<Float32Array> => {
  const net = network();
  await fit(net, trained, { ...options, ...rest });
  return WeightVector.all(net).read();
};

const everything: Partial<FitOptions> = {
  sampling: { corpusPower: 0.5 },
  comparedClasses: 'corpus',
  votes: 0.3,
  featureAugmentation: {
    tempo: 0.2,
    bandShift: 1,
    equalizer: { deviation: 3 },
    noiseFloor: { level: [-10, 0] },
    bandLimit: { fromBand: 3, probability: 0.5 },
    mixup: 0.4,
  },
};

it('gives the same weights for the same seed, with each step of augmentation and sampling', async () => {
  const weights = await weightsAfter(everything);
  expect(weights.every(Number.isFinite)).toBe(true);
  expect(await weightsAfter(everything)).toEqual(weights);
  expect(await weightsAfter({ ...everything, seed: 6 })).not.toEqual(weights);
});

const { tempo, bandShift, equalizer, noiseFloor, bandLimit } = everything.featureAugmentation!;

it.each([
  { sampling: {} },
  { comparedClasses: 'corpus' },
  { featureAugmentation: { tempo } },
  { featureAugmentation: { bandShift } },
  { featureAugmentation: { equalizer } },
  { featureAugmentation: { noiseFloor } },
  { featureAugmentation: { bandLimit } },
] as Partial<FitOptions>[])('depends on %o', async (rest) => {
  expect(await weightsAfter(rest)).not.toEqual(await weightsAfter({}));
});

it('subtracts the mean of augmented clips again if the front end does so', async () => {
  const featureAugmentation = { noiseFloor: { level: [0, 0] as const } };
  expect(await weightsAfter({ featureAugmentation, subtractClipMean: true })).not.toEqual(
    await weightsAfter({ featureAugmentation, subtractClipMean: false }),
  );
});

it('uses the votes of examples that have some', async () => {
  const voted = examples().map((example) => ({ ...example, votes: [0, 0, 1] }));
  expect(await weightsAfter({ votes: 0.3 })).toEqual(await weightsAfter({}));
  expect(await weightsAfter({ votes: 0.3 }, voted)).not.toEqual(await weightsAfter({}));
});

it('does not lower the probability of a class that the corpus of an example lacks', async () => {
  const only = examples().filter(({ corpus }) => corpus === 'a');
  const biases = async (rest: Partial<FitOptions>): Promise<Float32Array> => (await weightsAfter(rest, only)).slice(-3);
  expect((await biases({}))[2]).toBeLessThan(-0.01);
  expect((await biases({ comparedClasses: 'corpus' }))[2]).toBe(0);
});

it('compares rows that mixup blends with the classes of both corpora', async () => {
  const rest: Partial<FitOptions> = { comparedClasses: 'corpus', featureAugmentation: { mixup: 1 } };
  const [, , mixed] = (await weightsAfter(rest, examples())).slice(-3);
  const [, , plain] = (await weightsAfter({ comparedClasses: 'corpus' }, examples())).slice(-3);
  expect(mixed).not.toBe(plain);
});

it.each([
  [{ sampling: {}, balance: ['class'] }, 'balance must be absent if sampling is given'],
  [{ sampling: {}, classWeights: 'balanced' }, "classWeights must be 'none' or a list of weights if sampling is given"],
  [{ sampling: { corpusPower: -1 } }, 'sampling.corpusPower'],
  [{ votes: 1.5 }, 'votes must be'],
  [{ comparedClasses: 'speaker' }, 'comparedClasses must be'],
  [{ featureAugmentation: { tempo: 2 } }, 'featureAugmentation.tempo'],
] as unknown as [Partial<FitOptions>, string][])('refuses %o', async (rest, message) => {
  await expect(weightsAfter(rest)).rejects.toThrow(message);
});
