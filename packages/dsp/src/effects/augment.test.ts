import { Random } from '@ser/core';
import { expect, it } from 'vitest';
import { augment } from './augment.js';
import type { AugmentationStep } from './augmentation-schema.js';
import { powerOf } from './noise.js';

const rate = 8000;
const audio = { samples: Float32Array.from({ length: 4000 }, (_, i) => 0.3 * Math.sin(i / 5)), sampleRate: rate };
const voices = [{ samples: Float32Array.from({ length: 3000 }, (_, i) => Math.sin(i / 3)), sampleRate: rate }];
const steps: readonly AugmentationStep[] = [
  { kind: 'speed', factor: [0.9, 1.1] },
  { kind: 'tempo', factor: [0.9, 1.1] },
  { kind: 'pitch', semitones: [-2, 2] },
  { kind: 'room', rt60: [0.1, 0.2] },
  { kind: 'noise', color: 'babble', snrDb: [5, 20] },
  { kind: 'noise', color: 'pink', snrDb: [5, 20] },
  { kind: 'band', lowHz: 300, highHz: 3400 },
  { kind: 'gain', db: [-6, 6] },
  { kind: 'crop', seconds: 0.3 },
];

it('takes every step, the same for the same seed, and leaves the audio as it was', () => {
  const before = audio.samples.slice();
  const one = augment(audio, steps, new Random(1), { voices });
  expect(one.samples).toHaveLength(2400);
  expect(one.samples.every(Number.isFinite)).toBe(true);
  expect(augment(audio, steps, new Random(1), { voices })).toEqual(one);
  expect(augment(audio, steps, new Random(2), { voices })).not.toEqual(one);
  expect(audio.samples).toEqual(before);
});

it('takes a step as often as it says, and draws from the whole range', () => {
  const gain: AugmentationStep = { kind: 'gain', db: [-10, 10], probability: 0.25 };
  const random = new Random(3);
  const levels = Array.from({ length: 400 }, (_, i) => {
    const { samples } = augment(audio, [gain], random.fork(i));
    return 10 * Math.log10(powerOf(samples) / powerOf(audio.samples));
  }).filter((db) => db !== 0);
  expect(levels.length).toBeGreaterThan(70);
  expect(levels.length).toBeLessThan(130);
  expect(Math.min(...levels)).toBeGreaterThanOrEqual(-10.01);
  expect(Math.min(...levels)).toBeLessThan(-8);
  expect(Math.max(...levels)).toBeGreaterThan(8);
});

it('draws the same for a step whatever happens to those before it', () => {
  const gain: AugmentationStep = { kind: 'gain', db: [-10, 10] };
  const skipped: AugmentationStep = { kind: 'noise', color: 'white', snrDb: [0, 0], probability: 0 };
  const none: AugmentationStep = { kind: 'gain', db: [0, 0] };
  expect(augment(audio, [skipped, gain], new Random(1))).toEqual(augment(audio, [none, gain], new Random(1)));
});

it('refuses steps that are none, naming the field', () => {
  const run =
    (...steps: object[]) =>
    () =>
      augment(audio, steps as AugmentationStep[], new Random(1));
  const gain = { kind: 'gain', db: [0, 1] };
  expect(run(gain, { kind: 'gain', db: [1, 0] })).toThrow(
    'steps.1.db must be a lowest and a highest number within [-60, 60], got [1,0]',
  );
  expect(run({ ...gain, probability: 2 })).toThrow('steps.0.probability must be a number in [0, 1], got 2');
  expect(run({ kind: 'toString' })).toThrow(
    'steps.0.kind must be one of noise, room, speed, tempo, pitch, gain, band, crop',
  );
  expect(run({ kind: 'speed', factor: 1.1 })).toThrow('steps.0.factor must be a lowest and a highest number');
  expect(run({ kind: 'noise', color: 'brown', snrDb: [0, 1] })).toThrow(
    'steps.0.color must be white or pink or babble',
  );
  expect(run({ kind: 'band', lowHz: 300, highHz: 200 })).toThrow('steps.0.lowHz must be below highHz, 200, got 300');
  expect(run({ kind: 'crop' })).toThrow('steps.0.seconds is missing');
  expect(run({ ...gain, snrDb: [0, 1] })).toThrow('steps.0.snrDb is not a field');
  expect(run()).toThrow('steps must be a list of 1 to 64 elements');
  expect(run({ kind: 'noise', color: 'babble', snrDb: [0, 1] })).toThrow('at least one recording');
});
