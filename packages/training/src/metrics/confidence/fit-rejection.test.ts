import { Random } from '@ser/core';
import { createFrontEnd } from '@ser/dsp';
import { buildModel, SerModel, startBackend } from '@ser/models';
import { beforeAll, expect, it } from 'vitest';
import type { Example } from '../../data/example.js';
import { fit } from '../../fit.js';
import { fitRejection } from './fit-rejection.js';

const window = { frames: 8, hopFrames: 8, padding: 'wrap' } as const;
const coeffs = 6;

const frontEndOf = (nMfcc: number) =>
  createFrontEnd({ sampleRate: 16000, frame: { nFft: 512, hopLength: 256 }, features: [{ kind: 'mfcc', nMfcc }] });

beforeAll(async () => {
  await startBackend();
});

/** Examples of two classes that differ in level; `shift` moves all their features. */
function examples(count: number, seed: number, shift = 0): Example[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => ({
    id: `clip-${seed}-${i}`,
    label: i % 2,
    features: {
      frames: 8,
      coeffs,
      data: Float32Array.from({ length: 8 * coeffs }, () => random.normal() + (i % 2 ? 0.6 : -0.6) + shift),
    },
  }));
}

it('answers the share of held-out clips that was asked for, and declines clips that are unlike those', async () => {
  const network = buildModel({ kind: 'cnn', filters: [8, 8] }, { frames: 8, coeffs, classes: 2, seed: 1 });
  const train = examples(64, 1);
  await fit(network, train, { epochs: 4, batchSize: 16, learningRate: 0.01, window, seed: 1 });
  const heldOut = examples(50, 2);
  const rejection = fitRejection({
    network,
    window,
    normalization: undefined,
    temperature: 2,
    train,
    heldOut,
    classes: 2,
    coverage: 0.8,
  });
  expect(rejection.coverage).toBe(0.8);
  const model = new SerModel({
    network,
    frontEnd: frontEndOf(coeffs),
    labels: ['angry', 'sad'],
    window,
    temperature: 2,
    rejection,
    card: { name: 'test', description: 'test', corpora: ['emodb'], license: 'none' },
  });
  const reasons = (clips: readonly Example[]) =>
    clips.map(({ features }) => model.predictFeatures(features).uncertain?.reason);
  const own = reasons(heldOut);
  expect(own.filter((reason) => reason === 'low-confidence').length).toBeLessThanOrEqual(10);
  expect(own.filter((reason) => reason === 'low-confidence').length).toBeGreaterThanOrEqual(9);
  expect(own.filter((reason) => reason === 'unlike-training').length).toBeLessThanOrEqual(1);
  expect(reasons(examples(20, 3, 30))).toEqual(new Array(20).fill('unlike-training'));
  model.dispose();
});
