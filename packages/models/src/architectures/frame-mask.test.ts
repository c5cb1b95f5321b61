import { Random } from '@ser/core';
import * as tf from '@tensorflow/tfjs-core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import * as tfl from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend/start-backend.js';
import { sequenceOf } from '../layers/frame-mask.js';
import { reverseTime } from '../layers/reverse-time.js';
import { buildModel, MODEL_KINDS, type ModelSpec } from './build-model.js';

beforeAll(async () => {
  await startBackend();
});

const COEFFS = 8;

/** Random frames, and zeros up to `frames`. */
function padded(clipFrames: number, frames: number): tf.Tensor3D {
  const random = new Random(4);
  const data = new Float32Array(frames * COEFFS);
  for (let i = 0; i < clipFrames * COEFFS; i++) data[i] = random.normal();
  return tf.tensor3d(data, [1, frames, COEFFS]);
}

/** Output for a clip of 37 frames in a window of so many; weights depend on the seed and not on the window. */
function predict(spec: ModelSpec, frames: number): Float32Array {
  const network = buildModel(spec, { frames, coeffs: COEFFS, classes: 3, seed: 7 });
  const output = tf.tidy(() => (network.predict(padded(37, frames)) as tf.Tensor).dataSync() as Float32Array);
  network.dispose();
  return output;
}

const furthest = (a: Float32Array, b: Float32Array): number => Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));

const SPECS: ModelSpec[] = [
  ...MODEL_KINDS.map((kind) => ({ kind }) as ModelSpec),
  { kind: 'lstm', units: 8, layers: 2, bidirectional: true },
  { kind: 'gru', units: 8, bidirectional: true, pooling: 'last' },
  { kind: 'rnn', units: 8, pooling: 'last' },
  { kind: 'cnn', pooling: 'attention' },
  { kind: 'tiny', pooling: 'meanMax' },
];

describe.each(SPECS)('%j', (spec) => {
  it('with masking predicts alike however far a clip was padded', () => {
    const masked = { ...spec, masking: true } as ModelSpec;
    const [short, long, longer] = [40, 64, 96].map((frames) => predict(masked, frames));
    expect(furthest(short!, long!)).toBeLessThan(2e-6);
    expect(furthest(short!, longer!)).toBeLessThan(2e-6);
  });

  it('without masking does not', () => {
    expect(furthest(predict(spec, 40), predict(spec, 96))).toBeGreaterThan(1e-4);
  });
});

it('takes zeros amid a clip for frames, and zeros at its end for padding', () => {
  const input = tfl.input({ shape: [6, 2] });
  const network = tfl.model({ inputs: input, outputs: sequenceOf(input, { masking: true }).mask! });
  const frames = [
    [1, 0, 0, 0, 0, -2, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 0],
  ];
  const mask = (network.predict(tf.tensor3d(frames.flat(), [3, 6, 2])) as tf.Tensor).dataSync();
  expect([...mask]).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
});

it('reads backwards what is before the padding, and passes gradients there', () => {
  const input = tfl.input({ shape: [4, 1] });
  const network = tfl.model({
    inputs: input,
    outputs: reverseTime(sequenceOf(input, { masking: true }), 'reverse').x as SymbolicTensor,
  });
  const x = tf.tensor3d([1, 2, 3, 0, 4, 5, 6, 7], [2, 4, 1]);
  expect([...(network.predict(x) as tf.Tensor).dataSync()]).toEqual([3, 2, 1, 0, 7, 6, 5, 4]);
  const weights = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 4, 1]);
  const gradient = tf.grad((values) => tf.sum(tf.mul(network.apply(values) as tf.Tensor, weights)))(x);
  expect([...gradient.dataSync()]).toEqual([3, 2, 1, 4, 8, 7, 6, 5]);
});

it('answers with finite numbers where a window is padding alone', () => {
  for (const kind of MODEL_KINDS) {
    const network = buildModel({ kind, masking: true } as ModelSpec, {
      frames: 16,
      coeffs: COEFFS,
      classes: 3,
      seed: 1,
    });
    const output = network.predict(tf.zeros([1, 16, COEFFS])) as tf.Tensor;
    expect(output.dataSync().every(Number.isFinite)).toBe(true);
    network.dispose();
  }
});
