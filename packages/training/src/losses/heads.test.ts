import { Random } from '@ser/core';
import { startBackend } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { WINDOW } from '../../test/patterns.js';
import type { Example } from '../data/example.js';
import { type FitOptions, fit } from '../fit.js';
import { WeightVector } from '../network/weight-vector.js';
import type { AuxiliaryHead } from '../recipe/training-schema.js';

beforeAll(async () => {
  await startBackend();
});

const { dense, globalAveragePooling1d } = tfl.layers;

/**
 * Class in the first two coefficients, speaker in the third and fourth, under noise; arousal follows the class. In a
 * share `tied` of the examples the speaker follows the class too.
 */
function voices({ count = 64, seed = 0, tied = 0 } = {}): Example[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => {
    const label = i % 2;
    const speaker = random.next() < tied ? label : (i >> 1) % 2;
    const data = Float32Array.from({ length: 16 * 6 }, (_, k) => {
      const c = k % 6;
      const signal = (c < 2 && c === label) || ((c === 2 || c === 3) && c - 2 === speaker) ? 1 : 0;
      return signal + random.normal(0, 2);
    });
    const gender = speaker ? 'female' : 'male';
    const facts = { speaker: `s${speaker}`, corpus: 'c', gender, arousal: label ? 0.6 : -0.6 };
    return { id: `v${i}`, label, features: { data, frames: 16, coeffs: 6 }, ...facts };
  });
}

const seeded = (seed: number) => ({ kernelInitializer: tfl.initializers.glorotUniform({ seed }) });

/** A network with a single hidden unit. */
const network = (units = 1): tfl.Sequential =>
  tfl.sequential({
    layers: [
      globalAveragePooling1d({ inputShape: [16, 6] } as never),
      dense({ units, activation: 'tanh', ...seeded(1) }),
      dense({ units: 2, activation: 'softmax', ...seeded(2) }),
    ],
  });

const options = (rest: Partial<FitOptions> = {}): FitOptions => ({
  epochs: 40,
  batchSize: 32,
  learningRate: 0.02,
  schedule: { kind: 'cosine' },
  seed: 5,
  window: WINDOW,
  ...rest,
});

async function trained(rest: Partial<FitOptions>, examples = voices(), units = 1): Promise<tfl.Sequential> {
  const net = network(units);
  await fit(net, examples, options(rest));
  return net;
}

/** Returns the absolute correlation of the hidden unit with a property, over unseen examples. */
function correlation(net: tfl.LayersModel, fact: (example: Example) => number): number {
  const examples = voices({ seed: 9, count: 400 });
  const hidden = tfl.model({ inputs: net.inputs, outputs: net.layers.at(-1)!.input as tfl.SymbolicTensor });
  const x = tf.tidy(() => {
    const input = tf.tensor3d(Float32Array.from(examples.flatMap(({ features }) => [...features.data])), [400, 16, 6]);
    return Array.from((hidden.predict(input) as tf.Tensor).dataSync());
  });
  const y = examples.map(fact);
  const centered = (values: readonly number[]): number[] => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const product = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const [p, q] = [centered(x), centered(y)];
  return Math.abs(product(p, q)) / Math.sqrt(product(p, p) * product(q, q));
}
const speakerOf = ({ speaker }: Example): number => Number(speaker === 's1');
const classOf = ({ label }: Example): number => label;

it('makes the network learn the property of the head, or hide it', async () => {
  const examples = voices({ count: 128, tied: 0.7 });
  const plain = await trained({}, examples);
  const helping = await trained({ heads: [{ target: 'speaker', weight: 1 }] }, examples);
  const hiding = await trained({ heads: [{ target: 'speaker', weight: 1, adversarial: true }] }, examples);
  expect(correlation(plain, speakerOf)).toBeGreaterThan(0.4);
  expect(correlation(helping, speakerOf)).toBeGreaterThan(correlation(plain, speakerOf) + 0.15);
  expect(correlation(hiding, speakerOf)).toBeLessThan(correlation(plain, speakerOf) - 0.2);
  expect(correlation(hiding, classOf)).toBeGreaterThan(correlation(plain, classOf) + 0.1);
  expect(hiding.countParams()).toBe(network().countParams());
});

it('learns a number', async () => {
  // The labels are uninformative: the unit learns the class from the head only.
  const blind = voices({ count: 128 }).map((example, i) => ({ ...example, label: (i >> 2) % 2 }));
  const without = await trained({}, blind);
  const withHead = await trained({ heads: [{ target: 'arousal', weight: 2 }] }, blind);
  expect(correlation(withHead, classOf)).toBeGreaterThan(0.8);
  expect(correlation(without, classOf)).toBeLessThan(0.6);
});

it('reverses the gradient for an adversarial head', async () => {
  // The signs of Adam's first step are those of the gradient.
  const start = network(6).layers[1]!.getWeights()[0]!.dataSync();
  const step = async (weight: number, adversarial: boolean): Promise<number[]> => {
    const head: AuxiliaryHead = { target: 'speaker', weight, adversarial: adversarial || undefined };
    const net = await trained({ epochs: 1, batchSize: 64, learningRate: 1e-4, heads: [head] }, voices(), 6);
    return Array.from(net.layers[1]!.getWeights()[0]!.dataSync(), (w, i) => Math.sign(w - start[i]!));
  };
  // With such a weight of the head, the emotion does not matter.
  const helping = await step(1e4, false);
  const hiding = await step(1e4, true);
  expect(hiding.filter((sign, i) => sign === -helping[i]!).length).toBeGreaterThan(0.9 * start.length);
});

it('does not depend on the number of workers, with balanced batches, augmented versions and focal loss', async () => {
  const examples = voices().map((example, i) => ({ ...example, variants: [voices({ seed: 1 })[i]!.features] }));
  const rest: Partial<FitOptions> = {
    epochs: 3,
    shards: 3,
    loss: { kind: 'focal', gamma: 1.5 },
    balance: ['class', 'speaker'],
    featureAugmentation: { mixup: 0.3 },
    heads: [
      { target: 'speaker', weight: 0.3, adversarial: true },
      { target: 'gender', weight: 0.3 },
      { target: 'arousal', weight: 0.2 },
    ],
  };
  const json = JSON.parse(network().toJSON() as string);
  const weights = network().getWeights();
  const run = async (threads: number): Promise<Float32Array> => {
    const net = await tfl.models.modelFromJSON(structuredClone(json));
    net.setWeights(weights);
    await fit(net, examples, options({ ...rest, threads }));
    return WeightVector.all(net).read();
  };
  const alone = await run(1);
  expect(await run(3)).toEqual(alone);
});

it('frees the heads', async () => {
  const net = network();
  const before = tf.memory().numTensors;
  await fit(net, voices(), options({ epochs: 1, heads: [{ target: 'gender', weight: 1 }] }));
  expect(tf.memory().numTensors).toBe(before);
});

describe('refuses', () => {
  const refusals: [string, readonly unknown[], string][] = [
    [
      'an unknown property',
      [{ target: 'age', weight: 1 }],
      'heads.0.target must be one of gender, speaker, corpus, arousal, valence',
    ],
    ['a weight of 0', [{ target: 'gender', weight: 0 }], 'heads.0.weight must be a positive finite number'],
    [
      'one group',
      [{ target: 'corpus', weight: 1 }],
      'a head for corpus needs training examples of at least two groups',
    ],
    [
      'a property that no example has',
      [{ target: 'valence', weight: 1 }],
      'a head for valence needs training examples with valence',
    ],
    [
      'an adversary for a number',
      [{ target: 'arousal', weight: 1, adversarial: true }],
      'heads.0.adversarial is not a field',
    ],
  ];
  for (const [what, heads, message] of refusals) {
    it(what, async () => {
      await expect(trained({ heads: heads as AuxiliaryHead[] })).rejects.toThrow(message);
    });
  }

  it('a network without a dense softmax at its end', async () => {
    const net = tfl.sequential({
      layers: [
        globalAveragePooling1d({ inputShape: [16, 6] } as never),
        dense({ units: 2 }),
        tfl.layers.activation({ activation: 'softmax' }),
      ],
    });
    const run = fit(net, voices(), options({ heads: [{ target: 'gender', weight: 1 }] }));
    await expect(run).rejects.toThrow('heads need a network that ends in a dense softmax');
  });
});
