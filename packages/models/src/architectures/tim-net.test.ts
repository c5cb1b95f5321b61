import { Random } from '@ser/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { startBackend } from '../backend/start-backend.js';
import { buildTimNet } from './tim-net.js';

beforeAll(async () => {
  await startBackend();
});

type Matrix = number[][];

const [FRAMES, COEFFS, FILTERS, CLASSES] = [9, 4, 3, 5];

/** The published equations, number by number, on weights by name. */
function published(x: Matrix, weight: (name: string) => tf.Tensor, dilations: number): number[] {
  const conv = (input: Matrix, name: string, dilation: number): Matrix => {
    const kernel = weight(`${name}/kernel`).arraySync() as number[][][];
    const bias = weight(`${name}/bias`).arraySync() as number[];
    return input.map((_, t) =>
      bias.map((offset, f) =>
        kernel.reduce((sum, tap, k) => {
          const past = input[t - (kernel.length - 1 - k) * dilation];
          return past === undefined ? sum : sum + past.reduce((s, value, c) => s + value * tap[c]![f]!, 0);
        }, offset),
      ),
    );
  };
  const norm = (input: Matrix, name: string): Matrix => {
    const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(
      (part) => weight(`${name}/${part}`).arraySync() as number[],
    );
    return input.map((frame) =>
      frame.map((v, c) => (gamma![c]! * (v - mean![c]!)) / Math.sqrt(variance![c]! + 1e-3) + beta![c]!),
    );
  };
  const block = (input: Matrix, name: string, dilation: number): Matrix => {
    let gate = input;
    for (const stage of ['a', 'b'])
      gate = norm(conv(gate, `${name}_${stage}_conv`, dilation), `${name}_${stage}_norm`).map((frame) =>
        frame.map((v) => Math.max(v, 0)),
      );
    return input.map((frame, t) => frame.map((v, c) => v / (1 + Math.exp(-gate[t]![c]!))));
  };
  const scaleWeights = weight('scale_weights/kernel').dataSync();
  let forward = conv(x, 'forward_in', 1);
  let backward = conv([...x].reverse(), 'backward_in', 1);
  const vector = new Array<number>(FILTERS).fill(0);
  for (let scale = 0; scale < dilations; scale++) {
    forward = block(forward, `forward_${scale + 1}`, 2 ** scale);
    backward = block(backward, `backward_${scale + 1}`, 2 ** scale);
    for (let t = 0; t < FRAMES; t++)
      for (let f = 0; f < FILTERS; f++)
        vector[f]! += (scaleWeights[scale]! * (forward[t]![f]! + backward[t]![f]!)) / FRAMES;
  }
  const kernel = weight('emotion/kernel').arraySync() as Matrix;
  const bias = weight('emotion/bias').arraySync() as number[];
  const powers = bias.map((b, k) => Math.exp(vector.reduce((sum, v, f) => sum + v * kernel[f]![k]!, b)));
  return powers.map((p) => p / powers.reduce((a, b) => a + b));
}

it.each([1, 3])('computes what the paper says, with %i dilations', (dilations) => {
  const network = buildTimNet({
    frames: FRAMES,
    coeffs: COEFFS,
    classes: CLASSES,
    filters: FILTERS,
    dilations,
    seed: 2,
  });
  const random = new Random(1);
  // Other values than zeros and ones everywhere, so that no weight is overlooked.
  network.setWeights(
    network.getWeights().map((w) =>
      tf.tensor(
        Float32Array.from({ length: w.size }, () => random.uniform(0.1, 1)),
        w.shape,
      ),
    ),
  );
  const x = Array.from({ length: FRAMES }, () => Array.from({ length: COEFFS }, () => random.normal()));
  const weights = new Map<string, tf.Tensor>(
    network.layers.flatMap((layer) =>
      layer.weights.map((w) => [`${layer.name}/${w.originalName.split('/').at(-1)}`, w.read()] as const),
    ),
  );
  const expected = published(x, (name) => weights.get(name)!, dilations);
  const actual = (network.predict(tf.tensor3d([x])) as tf.Tensor).dataSync();
  for (const [i, p] of actual.entries()) expect(p).toBeCloseTo(expected[i]!, 5);
});

it('starts its scale weights within 0.05 of zero, as published', () => {
  const network = buildTimNet({ frames: 20, coeffs: 39, classes: 7, seed: 2 });
  const weights = network.getLayer('scale_weights').getWeights()[0]!.dataSync();
  expect(weights).toHaveLength(8);
  expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(0.05);
  expect(new Set(weights).size).toBe(8);
});
