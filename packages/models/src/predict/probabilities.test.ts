import { Random } from '@ser/core';
import type { FeatureMatrix } from '@ser/dsp';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { buildModel, type ModelSpec } from '../architectures/build-model.js';
import { startBackend } from '../backend/start-backend.js';
import { predictProbabilities } from './probabilities.js';
import { toWindows } from './windows.js';

const window = { frames: 32, hopFrames: 16, padding: 'wrap' } as const;

beforeAll(async () => {
  await startBackend();
});

function clips(count: number): FeatureMatrix[] {
  const random = new Random(1);
  return Array.from({ length: count }, () => {
    const frames = 1 + random.integer(200);
    return { frames, coeffs: 13, data: Float32Array.from({ length: frames * 13 }, () => 5 * random.normal()) };
  });
}

it.each<[string, ModelSpec, number]>([
  ['bit for bit', { kind: 'cnn', filters: [8, 8] }, 0],
  ['bit for bit', { kind: 'tiny', widths: [8, 8] }, 0],
  ['up to rounding', { kind: 'lstm', units: 8 }, 1e-6],
])('gives each clip the same numbers alone and among others, %s: %j', (_, spec, tolerance) => {
  const network = buildModel(spec, { frames: 32, coeffs: 13, classes: 3, seed: 4 });
  const all = clips(40);
  const together = predictProbabilities(network, all, { window });
  for (const [i, clip] of all.entries()) {
    const [alone] = predictProbabilities(network, [clip], { window });
    for (const [c, p] of alone!.entries()) expect(Math.abs(p - together[i]![c]!)).toBeLessThanOrEqual(tolerance);
  }
  network.dispose();
});

it('averages the output of the network over the windows of a clip, with statistics applied first', () => {
  const network = buildModel({ kind: 'cnn', filters: [8, 8] }, { frames: 32, coeffs: 13, classes: 3, seed: 4 });
  const normalization = { mean: new Array<number>(13).fill(1), std: new Array<number>(13).fill(4) };
  for (const clip of clips(5)) {
    const normalized = { ...clip, data: clip.data.map((x) => (x - 1) / 4) };
    const { data, count } = toWindows(normalized, window);
    const expected = tf.mean(network.predict(tf.tensor3d(data, [count, 32, 13])) as tf.Tensor, 0).dataSync();
    const [actual] = predictProbabilities(network, [clip], { window, normalization });
    for (const [c, p] of actual!.entries()) expect(p).toBeCloseTo(expected[c]!, 6);
  }
  network.dispose();
});

it('refuses features without frames and of another front end', () => {
  const network = buildModel({ kind: 'baseline' }, { frames: 32, coeffs: 13, classes: 3, seed: 4 });
  expect(predictProbabilities(network, [], { window })).toEqual([]);
  const [clip] = clips(1);
  expect(() => predictProbabilities(network, [{ ...clip!, frames: 0 }], { window })).toThrow(
    'features.0.frames must be a positive integer',
  );
  const narrow = { frames: 2, coeffs: 3, data: new Float32Array(6) };
  expect(() => predictProbabilities(network, [clip!, narrow], { window })).toThrow(
    'features.1.coeffs must be 13 as in the first clip',
  );
  network.dispose();
});
