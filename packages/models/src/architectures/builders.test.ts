import { Random } from '@ser/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend/start-backend.js';
import { buildModel, type ModelSpec } from './build-model.js';
import type { ModelInput } from './parts/model-input.js';

beforeAll(async () => {
  await startBackend();
});

const STANDARD: ModelInput = { frames: 188, coeffs: 40, classes: 7, seed: 1 };
const SMALL: ModelInput = { frames: 16, coeffs: 6, classes: 3, seed: 1 };

const weightsOf = (network: LayersModel): Float32Array[] =>
  network.getWeights().map((weight) => weight.dataSync() as Float32Array);

/** Loss of one batch in training mode, with its dropout. */
const trainingLoss = (network: LayersModel, x: tf.Tensor): number =>
  tf.tidy(() => tf.sum(tf.square(network.apply(x, { training: true }) as tf.Tensor)).dataSync()[0]!);

describe('parameter counts', () => {
  const head = (outputs: number, classes = 7, denseUnits = 64): number =>
    (outputs + 1) * denseUnits + (denseUnits + 1) * classes;
  const count = (spec: ModelSpec, input = STANDARD): number => {
    const network = buildModel(spec, input);
    const parameters = network.countParams();
    network.dispose();
    return parameters;
  };

  it('are as documented with defaults', () => {
    expect(count({ kind: 'cnn' })).toBe(92_213);
    expect(count({ kind: 'rnn' })).toBe(44_863);
    expect(count({ kind: 'lstm' })).toBe(103_807);
    expect(count({ kind: 'tim-net' }, { ...STANDARD, coeffs: 39 })).toBe(106_992);
    expect(count({ kind: 'baseline' })).toBe(13_719);
    expect(count({ kind: 'gru' })).toBe(82_175);
    expect(count({ kind: 'cnn-lstm' })).toBe(75_621);
    const mel = { ...STANDARD, frames: 128, coeffs: 64 };
    expect(count({ kind: 'cnn-2d' }, mel)).toBe(68_663);
    expect(count({ kind: 'resnet' }, mel)).toBe(117_847);
    expect(count({ kind: 'tiny' }, mel)).toBe(19_543);
    const tinyBytes = 4 * count({ kind: 'tiny' }, { ...mel, classes: 8 });
    expect(tinyBytes).toBe(82_272);
    expect(tinyBytes).toBeLessThan(100_000);
  });

  it('follow the documented formulas with options', () => {
    expect(count({ kind: 'cnn', filters: [8, 12], kernelSize: 3, poolSize: 3, pooling: 'mean', denseUnits: 10 })).toBe(
      3 * 40 * 8 + 4 * 8 + 3 * 8 * 12 + 4 * 12 + head(12, 7, 10),
    );
    expect(count({ kind: 'rnn', units: 10, layers: 3, pooling: 'max' })).toBe(
      (40 + 10 + 1) * 10 + 2 * (10 + 10 + 1) * 10 + head(10),
    );
    expect(count({ kind: 'lstm', units: 10, layers: 2, bidirectional: true, pooling: 'meanMax' })).toBe(
      2 * 4 * (40 + 10 + 1) * 10 + 2 * 4 * (20 + 10 + 1) * 10 + head(2 * 20),
    );
    expect(count({ kind: 'tim-net', filters: 8, kernelSize: 3, dilations: 4 })).toBe(
      2 * 41 * 8 + 4 * 4 * ((3 * 8 + 1) * 8 + 4 * 8) + 4 + 9 * 7,
    );
    expect(count({ kind: 'baseline', functionals: ['mean', 'slope'], hidden: [10, 6] })).toBe(
      2 * 80 + 81 * 10 + 11 * 6 + 7 * 7,
    );
    expect(count({ kind: 'baseline', functionals: ['mean'], hidden: [] })).toBe(2 * 40 + 41 * 7);
    expect(count({ kind: 'gru', units: 10, bidirectional: true, pooling: 'last' })).toBe(
      2 * 3 * (40 + 10 + 1) * 10 + head(20),
    );
    expect(count({ kind: 'lstm', units: 10, pooling: 'attention' })).toBe(4 * (40 + 10 + 1) * 10 + 10 + head(10));
    expect(count({ kind: 'cnn-lstm', filters: [8], kernelSize: 3, units: 10, layers: 2, pooling: 'mean' })).toBe(
      3 * 40 * 8 + 4 * 8 + 4 * (8 + 10 + 1) * 10 + 4 * (10 + 10 + 1) * 10 + head(10),
    );
    expect(
      count({ kind: 'cnn-2d', filters: [8, 12], kernelSize: 5, poolSize: 3, pooling: 'max', denseUnits: 10 }),
    ).toBe(25 * 8 + 4 * 8 + 25 * 8 * 12 + 4 * 12 + head(4 * 12, 7, 10));
    const separable = (inputs: number, filters: number): number => 13 * inputs + inputs * filters + 4 * filters;
    expect(count({ kind: 'tiny', stem: 4, widths: [8, 12], strides: [2, 1], pooling: 'mean' })).toBe(
      13 * 4 + separable(4, 8) + separable(8, 12) + (10 * 12 + 1) * 7,
    );
    const block = (inputs: number, filters: number, hasShortcut: boolean): number =>
      9 * (inputs + filters) * filters + 8 * filters + (hasShortcut ? (inputs + 4) * filters : 0);
    expect(
      count({ kind: 'resnet', widths: [8, 12], blocks: [2, 1], strides: [1, 3], stemStride: 1, attentionUnits: 5 }),
    ).toBe(9 * 8 + 4 * 8 + 2 * block(8, 8, false) + block(8, 12, true) + (14 * 12 + 2) * 5 + (2 * 14 * 12 + 1) * 7);
  });
});

describe.each<ModelSpec>([
  { kind: 'cnn', filters: [8, 8] },
  { kind: 'cnn', filters: [8, 8], masking: true },
  { kind: 'cnn-2d', filters: [6, 8] },
  { kind: 'rnn', units: 8 },
  { kind: 'lstm', units: 8 },
  { kind: 'lstm', units: 8, bidirectional: true, layers: 2 },
  { kind: 'lstm', units: 8, bidirectional: true, pooling: 'attention', masking: true },
  { kind: 'gru', units: 8, pooling: 'last' },
  { kind: 'cnn-lstm', filters: [8], units: 8, pooling: 'attention' },
  { kind: 'tim-net', filters: 12, dilations: 3 },
  { kind: 'tim-net', filters: 12, dilations: 3, masking: true },
  { kind: 'baseline', hidden: [16] },
  { kind: 'resnet', widths: [8, 8], attentionUnits: 8 },
  { kind: 'resnet', widths: [8, 8], attentionUnits: 8, masking: true },
  { kind: 'tiny', stem: 8, widths: [12, 16], strides: [1, 2] },
])('$kind %#', (spec) => {
  it('answers with probabilities from a layer named emotion', () => {
    const network = buildModel(spec, SMALL);
    expect(network.inputs.map(({ shape }) => shape)).toEqual([[null, 16, 6]]);
    expect(network.layers.at(-1)?.name).toBe('emotion');
    const output = network.predict(tf.randomNormal([5, 16, 6], 0, 1, 'float32', 1)) as tf.Tensor;
    expect(output.shape).toEqual([5, 3]);
    for (const sum of tf.sum(output, 1).dataSync()) expect(sum).toBeCloseTo(1, 5);
    network.dispose();
  });

  it('is equal for equal seeds, in weights and in dropout, and differs for others', () => {
    const [a, b, c] = [1, 1, 2].map((seed) => buildModel(spec, { ...SMALL, seed }));
    expect(weightsOf(a!)).toEqual(weightsOf(b!));
    expect(weightsOf(a!)).not.toEqual(weightsOf(c!));
    const x = tf.randomNormal([4, 16, 6], 0, 1, 'float32', 1);
    const [first, second] = [trainingLoss(a!, x), trainingLoss(a!, x)];
    expect(second).not.toBe(first);
    expect([trainingLoss(b!, x), trainingLoss(b!, x)]).toEqual([first, second]);
    for (const network of [a!, b!, c!]) network.dispose();
  });

  it('draws another seed where none is given', () => {
    const { seed: _, ...unseeded } = SMALL;
    const [a, b] = [buildModel(spec, unseeded), buildModel(spec, unseeded)];
    expect(weightsOf(a)).not.toEqual(weightsOf(b));
    for (const network of [a, b]) network.dispose();
  });

  it('leaves no tensors behind when it is disposed', () => {
    const before = tf.memory().numTensors;
    const network = buildModel(spec, SMALL);
    network.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('learns 32 random clips by heart', () => {
    const random = new Random(3);
    const network = buildModel(spec, SMALL);
    const x = tf.tensor3d(
      Float32Array.from({ length: 32 * 16 * 6 }, () => random.normal()),
      [32, 16, 6],
    );
    const labels = Int32Array.from({ length: 32 }, () => random.integer(3));
    const y = tf.oneHot(tf.tensor1d(labels, 'int32'), 3);
    const optimizer = tf.train.adam(0.01);
    const accuracy = (): number => {
      const predicted = tf.tidy(() => tf.argMax(network.predict(x) as tf.Tensor, 1).dataSync());
      return labels.filter((label, index) => label === predicted[index]).length / labels.length;
    };
    for (let step = 0; step < 400 && (step % 10 > 0 || accuracy() < 1); step++)
      optimizer.minimize(() =>
        tf.tidy(() => {
          const probabilities = network.apply(x, { training: true }) as tf.Tensor;
          return tf.neg(tf.mean(tf.log(tf.add(tf.sum(tf.mul(probabilities, y), 1), 1e-7)))) as tf.Scalar;
        }),
      );
    expect(accuracy()).toBe(1);
    network.dispose();
    tf.dispose([x, y]);
  }, 20_000);
});

describe('options', () => {
  const build = (spec: unknown, input: unknown = SMALL) => buildModel(spec as ModelSpec, input as ModelInput);

  it('refuses what it does not know, by name', () => {
    expect(() => build(null)).toThrow('model must be an object, got null');
    expect(() => build({ kind: 'transformer' })).toThrow(
      'model.kind must be one of cnn, cnn-2d, rnn, lstm, gru, cnn-lstm, resnet, tim-net, tiny, baseline, got "transformer"',
    );
    expect(() => build({ kind: 'lstm', unitz: 3 })).toThrow('model.unitz is not a field');
    expect(() => build({ kind: 'cnn', bidirectional: true })).toThrow('model.bidirectional is not a field');
    expect(() => build({ kind: 'cnn', frames: 3 })).toThrow('model.frames is not a field');
  });

  it('refuses values out of range, by name', () => {
    expect(() => build({ kind: 'lstm', units: 0 })).toThrow('model.units must be a positive integer, got 0');
    expect(() => build({ kind: 'lstm', bidirectional: 1 })).toThrow('model.bidirectional must be true or false, got 1');
    expect(() => build({ kind: 'rnn', dropout: 1 })).toThrow('model.dropout must be a number in [0, 1), got 1');
    expect(() => build({ kind: 'cnn', pooling: 'last' })).toThrow('model.pooling must be meanStd or');
    expect(() => build({ kind: 'cnn', filters: [] })).toThrow('model.filters must be a list of at least one');
    expect(() => build({ kind: 'cnn', filters: [8, 1.5] })).toThrow('model.filters.1 must be a positive integer');
    expect(() => build({ kind: 'rnn' }, { ...SMALL, classes: 1 })).toThrow(
      'rnn.classes must be an integer of at least 2',
    );
    expect(() => build({ kind: 'rnn' }, { ...SMALL, seed: -1 })).toThrow('rnn.seed must be an integer of at least 0');
    expect(() => build({ kind: 'cnn' }, { ...SMALL, frames: 7 })).toThrow('cnn.frames must be at least 8');
    expect(() => build({ kind: 'cnn-2d' })).toThrow('cnn-2d.coeffs must be at least 8 for 3 poolings of 2, got 6');
    expect(() => build({ kind: 'resnet', blocks: [1, 1] })).toThrow('resnet.blocks must be a list of 3 numbers');
    expect(() => build({ kind: 'tiny', widths: [8], strides: [1, 2] })).toThrow('tiny.strides must be a list of 1');
    expect(() => build({ kind: 'tim-net', dilations: 17 })).toThrow('model.dilations must be an integer from 1 to 16');
    expect(() => build({ kind: 'baseline', functionals: ['median'] })).toThrow('model.functionals.0 must be mean or');
  });
});
