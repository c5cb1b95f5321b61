import { Random } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildModel } from '../architectures/build-model.js';
import { startBackend } from '../backend/start-backend.js';
import { attributions } from './explain.js';
import { predictProbabilities } from './probabilities.js';

const window = { frames: 16, hopFrames: 8, padding: 'wrap' } as const;

beforeAll(async () => {
  await startBackend();
});

function clip(frames: number, coeffs: number, seed = 1): FeatureMatrix {
  const random = new Random(seed);
  return { frames, coeffs, data: Float32Array.from({ length: frames * coeffs }, () => random.normal()) };
}

/** The softmax of the mean over time, times weights [coeffs][classes]. */
function linear(coeffs: number, weights: number[][]): tfl.LayersModel {
  const input = tfl.input({ shape: [16, coeffs] });
  const pooled = tfl.layers.globalAveragePooling1d({}).apply(input);
  const dense = tfl.layers.dense({ units: weights[0]!.length, activation: 'softmax', useBias: false });
  const network = tfl.model({ inputs: input, outputs: dense.apply(pooled) as tfl.SymbolicTensor });
  dense.setWeights([tf.tensor2d(weights)]);
  return network;
}

describe('attributions', () => {
  it('are the derivative of the probability times the input, for a network whose derivative is known', () => {
    const network = linear(2, [
      [3, 0],
      [0, 0],
    ]);
    const features = clip(16, 2);
    const [[p] = []] = predictProbabilities(network, [features], { window });
    const found = attributions(network, features, 0, { window });
    for (let t = 0; t < 16; t++) {
      // d softmax / d logit = p (1 - p); the first coefficient enters the logit with weight 3 / 16.
      expect(found[2 * t]).toBeCloseTo(features.data[2 * t]! * p! * (1 - p!) * (3 / 16), 6);
      expect(Math.abs(found[2 * t + 1]!)).toBeLessThan(1e-9);
    }
    network.dispose();
  });

  it('add up over the windows of a long clip and the repetitions of a short one', () => {
    const network = linear(1, [[2, -1]]);
    for (const frames of [5, 16, 50]) {
      const features = clip(frames, 1);
      const found = attributions(network, features, 1, { window });
      expect(found).toHaveLength(frames);
      // To first order, features that are 1 % larger change the probability by 1 % of the sum.
      const louder = { ...features, data: features.data.map((x) => 1.01 * x) };
      const [before, after] = predictProbabilities(network, [features, louder], { window });
      expect(after![1]! - before![1]!).toBeCloseTo(0.01 * found.reduce((a, b) => a + b, 0), 4);
    }
    network.dispose();
  });

  it('depend on the weights: another random network gives an unrelated map', () => {
    const features = clip(40, 13);
    const maps = [1, 1, 2].map((seed) => {
      const network = buildModel({ kind: 'cnn', filters: [8, 8] }, { frames: 16, coeffs: 13, classes: 3, seed });
      const map = attributions(network, features, 0, { window });
      network.dispose();
      return map;
    });
    const correlation = (a: Float32Array, b: Float32Array): number => {
      const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
      return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    };
    expect(correlation(maps[0]!, maps[1]!)).toBeCloseTo(1, 6);
    expect(Math.abs(correlation(maps[0]!, maps[2]!))).toBeLessThan(0.5);
  });

  it('refuse a class that the network does not have', () => {
    const network = linear(1, [[2, -1]]);
    expect(() => attributions(network, clip(16, 1), 2, { window })).toThrow(
      'label must be an integer from 0 to 1, got 2',
    );
    network.dispose();
  });
});
